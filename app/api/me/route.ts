import { permissionRoles, roleAtLeast } from "#lib/auth/permissions";
import { route } from "#lib/http/route";

export const GET = route({
  permission: "profile:own",
  summary: "Who am I, and what may I do",
  handle: async ({ ctx: { actor } }) => ({
    id: actor.userId,
    username: actor.username,
    role: actor.role,
    token_id: actor.tokenId ?? null,
    permissions: Object.entries(permissionRoles)
      .filter(([, role]) => roleAtLeast(actor.role, role))
      .map(([permission]) => permission),
  }),
});
