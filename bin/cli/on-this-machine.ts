import type { Ctx } from "#lib/ctx";

/**
 * Does `work` on the console of this machine, with the verbs that `load` brings. They and all that speaks to a database
 * are loaded only here: help, arguments that are refused and a console elsewhere answer in a quarter of the time.
 */
export async function onThisMachine<V, T>(
  load: () => Promise<V>,
  work: (ctx: Ctx, verbs: V) => Promise<T>,
): Promise<T> {
  const [{ withConsole }, verbs] = await Promise.all([import("./local.ts"), load()]);
  return withConsole((ctx) => work(ctx, verbs));
}
