import { z } from "zod";
import { webLockout } from "#lib/auth/web-lockout";
import { route } from "#lib/http/route";
import { confirmPassword } from "#lib/users/confirm-password";

/** The password once more, before credentials are sent elsewhere. */
export const POST = route({
  permission: "profile:own",
  summary: "The own password once more, before credentials are sent elsewhere",
  body: z.strictObject({ password: z.string().min(1, "is empty") }),
  handle: ({ ctx, body }) => confirmPassword({ ctx, lockout: webLockout() }, body.password),
  done: () => "/",
});
