import { AppError, errorMessage, isAppError } from "../errors.ts";
import type { NetworkPolicy } from "../net/addresses.ts";
import { redactText } from "../redact.ts";
import { probeLayers } from "./layers.ts";
import type { CheckFacts, Layer } from "./schema.ts";

type Place = { domain: string | null; ipAddress: string | null; port: number };

/** What an endpoint said once a connection stood. */
export type Said = { version: string; detail: string; warnings?: string[] };

export type Probe<T extends Place> = {
  target: T;
  policy: NetworkPolicy;
  /** The base URL of a target that has one host. */
  urlOf: (target: T) => string | undefined;
  /** Signs in and reads the release, adding its layers. Throws when the endpoint refuses or does not answer. */
  ask: (target: T, layers: Layer[]) => Promise<Said>;
};

/** One look: the domain first, then the IP address, as every call does it; the next one only when nothing answered. */
export async function probe<T extends Place>(input: Probe<T>): Promise<CheckFacts> {
  const variants = [
    { ...input.target, ipAddress: null },
    { ...input.target, domain: null },
  ].filter((target) => target.domain !== null || target.ipAddress !== null);
  let last: CheckFacts | null = null;
  for (const [index, target] of variants.entries()) {
    const found = await probeOne(input, target);
    const before: string | null = last && `${last.targetAddress} did not answer: ${last.detail}`;
    const servedBy = index === 0 ? "primary" : "fallback";
    last = {
      ...found,
      servedBy: found.reachable ? servedBy : null,
      warnings: before ? [before, ...found.warnings] : found.warnings,
    };
    if (found.reachable) return last;
  }
  return last ?? { ...nothing(input.target), detail: NO_ADDRESS };
}

const NO_ADDRESS = "It has neither a usable domain nor a usable IP address.";

async function probeOne<T extends Place>(input: Probe<T>, target: T): Promise<CheckFacts> {
  const base = input.urlOf(target);
  const empty = nothing(target);
  if (!base) return { ...empty, detail: NO_ADDRESS };
  const layers = await probeLayers(base, input.policy);
  const broken = layers.find((layer) => layer.status === "error");
  if (broken) return { ...empty, layers, detail: sentence(broken.detail) };
  const startedMs = performance.now();
  const elapsed = () => Math.round(performance.now() - startedMs);
  try {
    const said = await input.ask(target, layers);
    const worn = layers.filter((layer) => layer.status === "warning").map((layer) => sentence(layer.detail));
    return {
      ...empty,
      reachable: true,
      authenticated: true,
      version: said.version,
      authentication: "success",
      apiAccess: "success",
      detail: said.detail,
      httpStatus: 200,
      warnings: [...worn, ...(said.warnings ?? [])],
      layers,
      latencyMs: elapsed(),
    };
  } catch (error) {
    return { ...empty, layers, ...refusal(error), latencyMs: elapsed() };
  }
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/\.?$/, ".");

export const nothing = (target: Place): CheckFacts => ({
  reachable: false,
  authenticated: false,
  version: null,
  targetAddress: target.domain ?? target.ipAddress ?? "",
  targetPort: target.port,
  servedBy: null,
  authentication: "pending",
  apiAccess: "error",
  detail: "",
  httpStatus: null,
  warnings: [],
  layers: [],
  latencyMs: null,
  retryAfterMs: null,
});

function refusal(error: unknown): Partial<CheckFacts> {
  if (!(error instanceof AppError)) return { detail: "The check itself failed; the log of the worker says why." };
  const status = typeof error.details.status === "number" ? error.details.status : null;
  const retryAfterMs = typeof error.details.retryAfterMs === "number" ? error.details.retryAfterMs : null;
  return {
    detail: redactText(errorMessage(error)),
    httpStatus: status,
    retryAfterMs,
    reachable: status !== null,
    authentication: isRefusedLogin(error) ? "error" : "pending",
  };
}

/** Was it the credential that was refused? */
export function isRefusedLogin(error: unknown): boolean {
  if (isAppError(error, "rate_limited")) return error.details.lockout === true;
  const isRefusal = isAppError(error, "backend_refused");
  return isRefusal && (error.details.isKeyProblem === true || [401, 403].includes(Number(error.details.status)));
}

type Answer<T> = { value: T; detail: string; isPoor?: boolean };

/** One question as a layer: its failure is noted before it is thrown on. */
export async function asLayer<T>(layers: Layer[], name: Layer["name"], work: () => Promise<Answer<T>>): Promise<T> {
  const startedMs = performance.now();
  const elapsed = () => Math.round(performance.now() - startedMs);
  try {
    const { value, detail, isPoor } = await work();
    layers.push({ name, status: isPoor ? "warning" : "success", detail, duration_ms: elapsed() });
    return value;
  } catch (error) {
    layers.push({ name, status: "error", detail: redactText(errorMessage(error)), duration_ms: elapsed() });
    throw error;
  }
}
