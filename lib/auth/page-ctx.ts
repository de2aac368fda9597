import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Ctx } from "../ctx.ts";
import { setRequestZone } from "../format/request-zone.ts";
import { isTimeZone } from "../format/zoned.ts";
import { PATH_HEADER } from "../http/page-headers.ts";
import { requestFacts } from "../http/request-facts.ts";
import { runtime } from "../runtime.ts";
import { readActor } from "./actor.ts";
import type { UserActor } from "./schema.ts";

export type PageCtx = { ctx: Ctx; actor: UserActor; path: string; timeZone: string };

/** Who reads this page; a stranger goes to the sign-in and comes back. */
export async function pageCtx(): Promise<PageCtx> {
  const { actor, path, timeZone } = await pageVisitor();
  if (!actor) redirect(`/login?next=${encodeURIComponent(path)}`);
  return { ctx: { db: runtime().db, actor }, actor, path, timeZone };
}

/** The same without the demand to be signed in. From here on the page tells times in the zone of its reader. */
export async function pageVisitor(): Promise<{ actor: UserActor | null; path: string; timeZone: string }> {
  const list = await headers();
  const open = runtime();
  const facts = requestFacts(list, open.env.CONSOLE_PUBLIC_URL);
  const actor = await readActor(open.db, list, facts);
  const timeZone = [actor?.timeZone, open.env.TZ].find((name) => name && isTimeZone(name)) ?? "UTC";
  setRequestZone(timeZone);
  return { actor, path: list.get(PATH_HEADER) ?? "/", timeZone };
}
