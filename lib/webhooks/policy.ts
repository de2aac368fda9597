import { AppError } from "../errors.ts";
import type { NetworkPolicy } from "../net/addresses.ts";
import { setSingleton, singleton } from "../singleton.ts";

export type WebhookPolicy = { networks: NetworkPolicy; caFile: string | undefined };

const NAME = "webhooks.policy";

/** From the environment: where webhooks may go. Composition roots and tests set it once. */
export function setWebhookPolicy(environment: {
  WEBHOOK_NETWORKS?: readonly string[];
  CONSOLE_CA_FILE?: string;
}): void {
  const { WEBHOOK_NETWORKS: allowed } = environment;
  const networks = { allowed: allowed ?? [], allowPublic: allowed === undefined, variable: "WEBHOOK_NETWORKS" };
  setSingleton(NAME, { networks, caFile: environment.CONSOLE_CA_FILE } satisfies WebhookPolicy);
}

export function webhookPolicy(): WebhookPolicy {
  return singleton<WebhookPolicy>(NAME, () => {
    throw new AppError("internal", "The networks of webhooks were not loaded.");
  });
}
