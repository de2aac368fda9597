import { parseKeyring, setKeyring } from "../crypto/keyring.ts";
import { setEndpointPolicies } from "../endpoints/policies.ts";
import { setWebhookPolicy } from "../webhooks/policy.ts";

export const TEST_KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;

/** What a composition root sets for its process: a key, and loopback and private networks allowed. */
export function setUpProcess(): void {
  setKeyring(parseKeyring(TEST_KEYS));
  setWebhookPolicy({ WEBHOOK_NETWORKS: ["127.0.0.0/8"] });
  setEndpointPolicies({ BACKEND_NETWORKS: ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "192.168.0.0/16"] });
}
