import type { Dispatcher } from "undici";
import type { NetworkPolicy } from "../net/addresses.ts";
import { baseUrls } from "../net/candidates.ts";
import type { Refusals } from "./refusals.ts";

/** A backend as `lib/endpoints` hands it out: plain values, the key opened. */
export type BackendTarget = {
  id: number;
  name: string;
  domain: string | null;
  ipAddress: string | null;
  port: number;
  useHttps: boolean;
  verifySsl: boolean;
  key: string | null;
};

export type Candidate = { url: string; via: "primary" | "fallback" };

/** Everything one call to a backend needs. The key leaves it only as the request header. */
export type BackendContext = {
  backendId: number;
  name: string;
  candidates: readonly Candidate[];
  verifySsl: boolean;
  dispatcher: Dispatcher;
  policy: NetworkPolicy;
  headers: () => Record<string, string>;
  refusals: Refusals;
  /** Registers our key when the backend has none; true when the call is worth repeating. */
  recoverKey: (signal?: AbortSignal) => Promise<boolean>;
};

/** What carries the API key (contract 2.1). */
export const keyHeader = (key: string | null): Record<string, string> => (key ? { "X-Proxbox-API-Key": key } : {});

/** The domain first, then the IP address on the same port under the same TLS policy; never the same URL twice. */
export function candidateUrls(target: Pick<BackendTarget, "domain" | "ipAddress" | "port" | "useHttps">): Candidate[] {
  const urls = baseUrls(target.useHttps ? "https" : "http", [target.domain, target.ipAddress], target.port);
  return urls.map((url, index) => ({ url, via: index === 0 ? "primary" : "fallback" }));
}
