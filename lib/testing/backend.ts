import { readFileSync } from "node:fs";
import type { BackendContext, BackendTarget } from "../backend/context.ts";
import { type ContextOptions, openBackendContext } from "../backend/open-context.ts";
import type { NetworkPolicy } from "../net/addresses.ts";

export const loopback: NetworkPolicy = {
  allowed: ["127.0.0.0/8", "::1/128"],
  allowPublic: false,
  variable: "BACKEND_NETWORKS",
};

let serial = 0;

/** A context for a backend on loopback, under an id of its own so that a lockout stays with its test. */
export function backendOn(
  port: number,
  target: Partial<BackendTarget> = {},
  options: Partial<ContextOptions> = {},
): BackendContext {
  const id = 900_000 + ++serial;
  const defaults = { domain: null, ipAddress: "127.0.0.1", useHttps: false, verifySsl: false, key: TEST_KEY };
  return openBackendContext(
    { id, name: "lab backend", port, ...defaults, ...target },
    { policy: loopback, ...options },
  );
}

export const TEST_KEY = "test-key-0123456789-0123456789-0123456789";

/** A JSON answer of a real backend, recorded and shortened. */
export function recordedReply(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`replies/${name}.json`, import.meta.url), "utf8"));
}
