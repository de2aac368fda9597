import { z } from "zod";
import { permissionRoles, roleAtLeast } from "#lib/auth/permissions";
import { Role } from "#lib/auth/schema";
import { formMethods } from "#lib/http/methods";
import { route } from "#lib/http/route";
import { ProfileInput, saveProfile } from "#lib/users/save-profile";

export const GET = route({
  permission: "profile:own",
  summary: "Who am I, and what may I do",
  answers: z.object({
    id: z.number(),
    username: z.string(),
    role: Role,
    time_zone: z.string().nullable(),
    token_id: z.number().nullable(),
    permissions: z.array(z.string()),
  }),
  handle: async ({ ctx: { actor } }) => ({
    id: actor.userId,
    username: actor.username,
    role: actor.role,
    time_zone: actor.timeZone ?? null,
    token_id: actor.tokenId ?? null,
    permissions: Object.entries(permissionRoles)
      .filter(([, role]) => roleAtLeast(actor.role, role))
      .map(([permission]) => permission),
  }),
});

export const PATCH = route({
  permission: "profile:own",
  summary: "Change the own profile",
  accepts: ProfileInput,
  handle: ({ ctx, body }) => saveProfile(ctx, body),
  done: () => "/settings/account?saved=profile",
});

export const POST = formMethods({ PATCH });
