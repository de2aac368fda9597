import { AppError, errorMessage } from "../errors.ts";
import type { JobFailure } from "../jobs/schema.ts";

export type StepFailure = JobFailure & {
  httpStatus: number | null;
  /** Worth another try of the same request. */
  isRetryable: boolean;
  retryAfterMs: number | null;
};

/** A thrown error → the code, sentence and suggestion of a failed step. What a stream itself reports is `streamFailure`. */
export function stepFailure(error: unknown): StepFailure {
  const details = error instanceof AppError ? error.details : {};
  const httpStatus = typeof details.status === "number" ? details.status : null;
  const retryAfterMs = typeof details.retryAfterMs === "number" ? details.retryAfterMs : null;
  const facts = { message: errorMessage(error), httpStatus, retryAfterMs };
  if (!(error instanceof AppError)) return { ...facts, code: "InternalError", suggestion: null, isRetryable: false };
  switch (error.code) {
    case "backend_unreachable":
      return {
        ...facts,
        code: "BackendUnreachable",
        suggestion:
          "Check that proxbox-api runs and that this address and port are right; its endpoint page tests both.",
        isRetryable: true,
      };
    case "backend_failed":
      return { ...facts, code: "BackendFailed", suggestion: failedSuggestion(details), isRetryable: true };
    case "rate_limited":
      return {
        ...facts,
        code: "BackendRefused",
        suggestion: "The backend limits how often it may be asked; other clients at this address count too.",
        isRetryable: true,
      };
    case "backend_refused":
      return { ...facts, code: "BackendRefused", suggestion: refusedSuggestion(details), isRetryable: false };
    case "backend_protocol":
      return {
        ...facts,
        code: "StreamReadError",
        suggestion: details.interrupted
          ? "Look at the log of proxbox-api at this time: it was stopped, restarted, or the network between broke."
          : "Something other than proxbox-api seems to answer at this address.",
        isRetryable: details.interrupted === true,
      };
    default:
      return { ...facts, code: "InternalError", suggestion: null, isRetryable: false };
  }
}

/** The backend said itself that it failed: `complete` with `ok: false`, or no good end after an `error` frame. */
export function streamFailure(message: string, suggestion: string | null, httpStatus: number): StepFailure {
  return { code: "ProxboxException", message, suggestion, httpStatus, isRetryable: false, retryAfterMs: null };
}

function failedSuggestion(details: Record<string, unknown>): string | null {
  if (typeof details.upstreamStatus === "number") return proxmoxSuggestion(details.upstreamStatus);
  return "Look at the log of proxbox-api at this time.";
}

function refusedSuggestion(details: Record<string, unknown>): string | null {
  if (details.isKeyProblem) return "Enter the backend's API key at its endpoint, or reset the keys of the backend.";
  if (typeof details.upstreamStatus === "number") return proxmoxSuggestion(details.upstreamStatus);
  return null;
}

const proxmoxSuggestion = (status: number): string =>
  status === 401 || status === 403
    ? "Check the user name, token and rights of the Proxmox endpoint; the backend only passes on what Proxmox answered."
    : "Check that the backend reaches Proxmox: address, port, certificate and firewall of the Proxmox endpoint.";
