import type { SealedPlace } from "../crypto/seal.ts";

/** Where the secret of a webhook lives. */
export const secretPlace = (webhookId: number): SealedPlace => ({
  table: "webhooks",
  column: "sealed_secret",
  rowId: webhookId,
});
