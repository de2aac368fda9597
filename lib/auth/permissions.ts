import type { Actor, Role } from "./schema.ts";

/** The one table of who may do what: routes, pages and buttons all ask it. Browser-safe. */
const permissions = {
  "endpoints:read": "viewer",
  "endpoints:write": "admin",
  "endpoints:test": "operator",
  "endpoints:push": "admin",
  "checks:read": "viewer",
  "jobs:read": "viewer",
  "jobs:create": "operator",
  "jobs:cancel": "operator",
  "jobs:delete": "admin",
  "schedules:read": "viewer",
  "schedules:write": "operator",
  "inventory:read": "viewer",
  "inventory:refresh": "operator",
  "preview:read": "viewer",
  "preview:run": "operator",
  "doctor:run": "operator",
  "doctor:read": "viewer",
  "backend-logs:read": "operator",
  "openapi:read": "viewer",
  "openapi:refresh": "operator",
  "settings:read": "viewer",
  "settings:write": "admin",
  "users:manage": "admin",
  "tokens:own": "viewer",
  "tokens:manage": "admin",
  "sessions:own": "viewer",
  "sessions:manage": "admin",
  "views:own": "viewer",
  "audit:read": "admin",
  "webhooks:manage": "admin",
  "config:manage": "admin",
  "secrets:rotate": "admin",
  "backup:manage": "admin",
  "status:read": "viewer",
  "events:read": "viewer",
  "profile:own": "viewer",
  "debug:read": "admin",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof permissions;

export const permissionRoles: Readonly<Record<Permission, Role>> = permissions;

const rank: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

/** Is `role` at least `needed`? */
export function roleAtLeast(role: Role, needed: Role): boolean {
  return rank[role] >= rank[needed];
}

/** May this actor do that? The system may do everything. */
export function can(actor: Actor | null, permission: Permission): boolean {
  if (!actor) return false;
  return actor.kind === "system" || roleAtLeast(actor.role, permissions[permission]);
}
