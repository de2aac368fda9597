import { randomBytes } from "node:crypto";
import { parseKeyring, setKeyring } from "../crypto/keyring.ts";
import { setEndpointPolicies } from "../endpoints/policies.ts";

/** What a composition root sets for its process: a fresh key, and loopback and private networks allowed. */
export function setUpProcess(): void {
  setKeyring(parseKeyring(`test:${randomBytes(32).toString("base64")}`));
  setEndpointPolicies({ BACKEND_NETWORKS: ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "192.168.0.0/16"] });
}
