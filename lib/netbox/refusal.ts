import { AppError } from "../errors.ts";
import { parseJson } from "../json.ts";
import type { NetAnswer } from "../net/call.ts";
import { retryAfterMs } from "../net/retry-after.ts";
import { redactText } from "../redact.ts";
import { netboxTitle } from "./target.ts";

const MAX_PROBLEM_CHARS = 300;

type Facts = {
  answer: Pick<NetAnswer, "statusCode" | "headers">;
  text: string;
  details: { path: string } & Record<string, unknown>;
};

/** The error of an answer that is not 2xx, with the remedy where there is one. */
export function readNetboxRefusal(name: string, { answer, text, details }: Facts): AppError {
  const status = answer.statusCode;
  if (status < 400) {
    const target = answer.headers.location ? ` to ${redactText(String(answer.headers.location))}` : "";
    return new AppError(
      "backend_protocol",
      `${netboxTitle(name)} answered ${details.path} with a redirect${target} (HTTP ${status}), which is never followed: the token would go along. Enter the address it points to.`,
      { details },
    );
  }
  const message = `${netboxTitle(name)} answered ${details.path} with HTTP ${status}: ${explainBody(text)}${remedy(status, details.path)}`;
  const waitMs = retryAfterMs(answer.headers["retry-after"]);
  if (status === 429)
    return new AppError("rate_limited", message, { details: { ...details, retryAfterMs: waitMs ?? 60_000 } });
  return new AppError(status >= 500 ? "backend_failed" : "backend_refused", message, {
    details: { ...details, retryAfterMs: waitMs },
  });
}

function remedy(status: number, path: string): string {
  if (status === 401) return " Check the token of this endpoint.";
  if (status === 403) return " Check the token of this endpoint and the permissions of its user.";
  if (status === 404 && path.startsWith("/api/plugins/")) return " Install or update netbox-proxbox in NetBox.";
  if (status === 404) return " Check that this address is a NetBox.";
  return "";
}

/** NetBox answers `{detail}`, `{field: [messages]}`, a list of messages, or an HTML page. */
function explainBody(text: string): string {
  if (/^\s*</.test(text)) return "an HTML page.";
  const words = wordsOf(parseJson(text)) ?? (text.trim() || "no reason given");
  return `${redactText(words.slice(0, MAX_PROBLEM_CHARS)).replace(/[.\s]*$/, "")}.`;
}

function wordsOf(body: unknown): string | null {
  if (typeof body === "string") return body;
  if (Array.isArray(body)) return body.map((item) => wordsOf(item) ?? "").join(" ");
  if (typeof body !== "object" || body === null) return null;
  if ("detail" in body) return wordsOf(body.detail);
  return Object.entries(body)
    .map(([field, value]) => `${field}: ${wordsOf(value) ?? ""}`)
    .join("; ");
}
