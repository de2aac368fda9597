import { recordAudit } from "../audit/record.ts";
import type { Ctx } from "../ctx.ts";
import type { EndpointKind } from "./schema.ts";
import { assertConfirmed, credentialWords, listSendings, newSendings, type Sending } from "./sendings.ts";

/**
 * After a change inside its transaction: when it sends credentials to a place they did not go to before, or decides
 * about such a place (`mustAsk`), a browser session must have entered its password lately; and it is written down
 * which credentials went where.
 */
export async function decideSendings(
  ctx: Ctx,
  change: {
    before: readonly Sending[];
    kind: EndpointKind;
    id: number;
    made?: { kind: EndpointKind; id: number };
    mustAsk?: boolean;
  },
): Promise<void> {
  const sendings = newSendings(change.before, await listSendings(ctx.db), change.made);
  if (sendings.length === 0 && !change.mustAsk) return;
  assertConfirmed(ctx.actor, sendings);
  await recordAudit(ctx, {
    action: "send-credentials",
    objectType: change.kind,
    objectId: change.id,
    after: { sent: sendings.map((one) => `${credentialWords(one)} → backend ${one.backendName}`) },
  });
}
