import type { PublicUser } from "./schema.ts";
import type { UserRow } from "./store.ts";

/** A user as others may see it. */
export const toPublicUser = (row: UserRow): PublicUser => ({
  id: row.id,
  username: row.username,
  role: row.role,
  enabled: row.enabled,
  last_sign_in_at: row.lastSignInAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  url: `/api/plugins/proxbox/users/${row.id}`,
  display_url: "/settings/users",
});
