import type { Db } from "#db/client";
import type { Actor } from "./auth/schema.ts";

/** What every verb receives: who acts, where things are remembered, and for which request. */
export type Ctx = { actor: Actor; db: Db; requestId?: string };
