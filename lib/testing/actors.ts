import type { Db } from "#db/client";
import type { Actor, Role } from "../auth/schema.ts";
import type { Ctx } from "../ctx.ts";

const actor = (role: Role): Actor => ({ kind: "user", userId: 1, username: `test-${role}`, role });

export const asAdmin = (db: Db): Ctx => ({ db, actor: actor("admin") });
export const asOperator = (db: Db): Ctx => ({ db, actor: actor("operator") });
export const asViewer = (db: Db): Ctx => ({ db, actor: actor("viewer") });
