import { AppError } from "../errors.ts";
import { can, type Permission, permissionRoles } from "./permissions.ts";
import type { Actor } from "./schema.ts";

/** Throws `forbidden` unless the actor may; the message names the role that could. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (can(actor, permission)) return;
  throw new AppError("forbidden", `This needs the role ${permissionRoles[permission]}.`, { details: { permission } });
}
