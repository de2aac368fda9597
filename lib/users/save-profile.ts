import { z } from "zod";
import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { isTimeZone } from "../format/zoned.ts";
import { parseInput } from "../parse-input.ts";
import { findUser, updateUser } from "./store.ts";

/** What a user sets for themselves. An empty zone means that of the console. */
export const ProfileInput = z.strictObject({
  time_zone: z
    .string()
    .trim()
    .transform((text) => text || null)
    .nullable()
    .refine((name) => name === null || isTimeZone(name), "is no IANA time zone, such as Europe/Berlin"),
});

/** Changes the own profile. */
export async function saveProfile(ctx: Ctx, body: unknown): Promise<void> {
  requirePermission(ctx.actor, "profile:own");
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("forbidden", "Only a user has a profile.");
  const { time_zone: timeZone } = parseInput(ProfileInput, body);
  await inTransaction(ctx.db, async (tx) => {
    const before = await findUser(tx, actor.userId);
    await updateUser(tx, actor.userId, { timeZone });
    await recordAudit(
      { ...ctx, db: tx },
      {
        action: "update",
        objectType: "user",
        objectId: actor.userId,
        objectName: actor.username,
        before: { time_zone: before?.timeZone ?? null },
        after: { time_zone: timeZone },
      },
    );
  });
}
