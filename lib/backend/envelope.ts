import { redactText } from "../redact.ts";

/** What an error body of proxbox-api says, whatever release and layer it comes from. */
export type BackendProblem = {
  message: string;
  detail: string | null;
  upstreamStatus: number | null;
  isKeyProblem: boolean;
  /** The body's own `status` word, e.g. `unready` of `/health`. */
  state: string | null;
};

/** Reads `{message, detail}`, `{detail: string | list | object}`, `{reason, detail}`, `{error}` or plain text. */
export function readProblem(status: number, body: string, contentType: string): BackendProblem {
  const parsed = parseJson(body);
  if (!isRecord(parsed)) {
    const html = contentType.includes("html") || /^\s*</.test(body);
    const message = html
      ? `HTTP ${status} with an HTML page: something other than proxbox-api answers at this address`
      : redactText(body.trim().slice(0, 500)) || `HTTP ${status}`;
    return { message, detail: null, upstreamStatus: null, isKeyProblem: false, state: null };
  }
  const detail = parsed.detail;
  const detailText = describeDetail(detail);
  const head = firstText(parsed.message, parsed.error, parsed.reason) ?? detailText ?? `HTTP ${status}`;
  return {
    message: redactText(head),
    detail: detailText && detailText !== head ? redactText(detailText) : null,
    upstreamStatus: isRecord(detail) && typeof detail.upstream_status === "number" ? detail.upstream_status : null,
    isKeyProblem: status === 401 && typeof detail === "string" && /API key/.test(detail),
    state: typeof parsed.status === "string" ? parsed.status : null,
  };
}

function describeDetail(detail: unknown): string | null {
  if (typeof detail === "string") return detail || null;
  if (Array.isArray(detail)) return detail.map(describeIssue).join("; ") || null;
  if (!isRecord(detail)) return null;
  if (detail.reason === "proxmox_session_acquisition_failed") return sessionFailure(detail.upstream_status);
  const head = firstText(detail.message, detail.detail, detail.reason, detail.hint, detail.error);
  return head ?? JSON.stringify(detail);
}

function sessionFailure(status: unknown): string {
  if (status === 401) return "Proxmox refused the user name, password or token of this endpoint (HTTP 401)";
  if (status === 403) return "Proxmox accepted the login and refused the rights it needs (HTTP 403)";
  return `Proxmox could not be reached or refused the session${typeof status === "number" ? ` (HTTP ${status})` : ""}`;
}

function describeIssue(issue: unknown): string {
  if (!isRecord(issue)) return String(issue);
  const place = Array.isArray(issue.loc) ? `${issue.loc.join(".")}: ` : "";
  return `${place}${firstText(issue.msg) ?? "invalid"}`;
}

const firstText = (...values: unknown[]): string | null =>
  values.find((value): value is string => typeof value === "string" && value !== "") ?? null;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
