import { actorName } from "../auth/schema.ts";
import type { Ctx } from "../ctx.ts";
import { redact } from "../redact.ts";
import { insertAudit } from "./store.ts";

export type Change = {
  action: string;
  objectType: string;
  objectId?: string | number | null;
  objectName?: string | null;
  before?: unknown;
  after?: unknown;
};

/** Writes who did what, secrets masked. Call it with the transaction of the change itself. */
export async function recordAudit(ctx: Ctx, change: Change): Promise<void> {
  const { actor } = ctx;
  const person = actor.kind === "user" ? actor : null;
  await insertAudit(ctx.db, {
    actorKind: person?.tokenId ? "token" : actor.kind,
    userId: person?.userId ?? null,
    username: actorName(actor),
    tokenId: person?.tokenId ?? null,
    address: person?.address ?? null,
    requestId: ctx.requestId ?? null,
    action: change.action,
    objectType: change.objectType,
    objectId: change.objectId === null || change.objectId === undefined ? null : String(change.objectId),
    objectName: change.objectName ?? null,
    before: redact(change.before ?? null),
    after: redact(change.after ?? null),
  });
}
