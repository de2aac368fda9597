import { parseJson, recordOf } from "../json.ts";
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
  const parsed = recordOf(parseJson(body));
  if (!parsed) {
    const html = contentType.includes("html") || /^\s*</.test(body);
    const message = html
      ? `HTTP ${status} with an HTML page: something other than proxbox-api answers at this address`
      : redactText(body.trim().slice(0, 500)) || `HTTP ${status}`;
    return { message, detail: null, upstreamStatus: null, isKeyProblem: false, state: null };
  }
  const detail = parsed.detail;
  const detailText = describeDetail(detail);
  const upstreamStatus = recordOf(detail)?.upstream_status;
  const head = firstText(parsed.message, parsed.error, parsed.reason) ?? detailText ?? `HTTP ${status}`;
  return {
    message: redactText(head),
    detail: detailText && detailText !== head ? redactText(detailText) : null,
    upstreamStatus: typeof upstreamStatus === "number" ? upstreamStatus : null,
    isKeyProblem: status === 401 && typeof detail === "string" && /API key/.test(detail),
    state: typeof parsed.status === "string" ? parsed.status : null,
  };
}

function describeDetail(value: unknown): string | null {
  if (typeof value === "string") return value || null;
  if (Array.isArray(value)) return value.map(describeIssue).join("; ") || null;
  const detail = recordOf(value);
  if (!detail) return null;
  if (detail.reason === "proxmox_session_acquisition_failed") return sessionFailure(detail.upstream_status);
  const head = firstText(detail.message, detail.detail, detail.reason, detail.hint, detail.error);
  return head ?? JSON.stringify(detail);
}

function sessionFailure(status: unknown): string {
  if (status === 401) return "Proxmox refused the user name, password or token of this endpoint (HTTP 401)";
  if (status === 403) return "Proxmox accepted the login and refused the rights it needs (HTTP 403)";
  return `Proxmox could not be reached or refused the session${typeof status === "number" ? ` (HTTP ${status})` : ""}`;
}

function describeIssue(value: unknown): string {
  const issue = recordOf(value);
  if (!issue) return String(value);
  const place = Array.isArray(issue.loc) ? `${issue.loc.join(".")}: ` : "";
  return `${place}${firstText(issue.msg) ?? "invalid"}`;
}

const firstText = (...values: unknown[]): string | null =>
  values.find((value): value is string => typeof value === "string" && value !== "") ?? null;
