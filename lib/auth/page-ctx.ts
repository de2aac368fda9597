import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Ctx } from "../ctx.ts";
import { requestFacts } from "../http/request-facts.ts";
import { runtime } from "../runtime.ts";
import { readActor } from "./actor.ts";
import type { UserActor } from "./schema.ts";

/** Set by the proxy: the path and query of the page being rendered. */
export const PATH_HEADER = "x-console-path";

export type PageCtx = { ctx: Ctx; actor: UserActor; path: string };

/** Who reads this page; a stranger goes to the sign-in and comes back. */
export async function pageCtx(): Promise<PageCtx> {
  const { actor, path } = await pageVisitor();
  if (!actor) redirect(`/login?next=${encodeURIComponent(path)}`);
  return { ctx: { db: runtime().db, actor }, actor, path };
}

/** The same without the demand to be signed in. */
export async function pageVisitor(): Promise<{ actor: UserActor | null; path: string }> {
  const list = await headers();
  const open = runtime();
  const facts = requestFacts(list, open.env.CONSOLE_PUBLIC_URL);
  return { actor: await readActor(open.db, list, facts), path: list.get(PATH_HEADER) ?? "/" };
}
