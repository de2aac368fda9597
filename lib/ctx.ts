import type { Db } from "#db/client";
import type { Actor } from "./auth/schema.ts";

/** What every verb receives: who acts, and where things are remembered. */
export type Ctx = { actor: Actor; db: Db };
