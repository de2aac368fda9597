import { z } from "zod";
import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { closeSessionsOf } from "../auth/close-sessions.ts";
import { assertGoodPassword, hashPassword } from "../auth/password.ts";
import { parseInput } from "../parse-input.ts";
import { assertOwnPassword, browserActor, type ConfirmParts } from "./confirm-password.ts";
import { updateUser } from "./store.ts";

export const OwnPasswordInput = z.strictObject({
  current_password: z.string().min(1, "is empty"),
  password: z.string().min(1, "is empty"),
});

/** Changes the own password; every other session of the user ends. */
export async function changeOwnPassword(parts: ConfirmParts, body: unknown): Promise<void> {
  const { ctx } = parts;
  const actor = browserActor(ctx);
  const input = parseInput(OwnPasswordInput, body);
  assertGoodPassword(input.password);
  await assertOwnPassword(parts, input.current_password, "current_password");
  const passwordHash = await hashPassword(input.password);
  await inTransaction(ctx.db, async (tx) => {
    await updateUser(tx, actor.userId, { passwordHash });
    await closeSessionsOf(tx, actor.userId, actor.sessionId);
    await recordAudit(
      { ...ctx, db: tx },
      { action: "set-password", objectType: "user", objectId: actor.userId, objectName: actor.username },
    );
  });
}
