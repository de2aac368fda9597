import type { Ctx } from "#lib/ctx";
import { readSettings } from "#lib/settings/read";

const SECOND_MS = 1_000;

/** How often the badges of a page ask again, in milliseconds: the operator's setting. */
export async function checkInterval(ctx: Ctx): Promise<number> {
  return (await readSettings(ctx.db)).keepalive_interval_seconds * SECOND_MS;
}
