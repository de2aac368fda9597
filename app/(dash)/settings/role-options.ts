import { type Role, roles } from "#lib/auth/schema";

const words: Record<Role, string> = {
  viewer: "Viewer: reads everything but secrets and logs",
  operator: "Operator: starts, cancels and schedules syncs",
  admin: "Administrator: configures the console",
};

/** Roles to choose from, with what each may do. */
export const roleOptions = (some: readonly Role[] = roles): [Role, string][] => some.map((role) => [role, words[role]]);
