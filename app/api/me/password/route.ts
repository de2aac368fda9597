import { webLockout } from "#lib/auth/web-lockout";
import { route } from "#lib/http/route";
import { changeOwnPassword, OwnPasswordInput } from "#lib/users/change-own-password";

export const POST = route({
  permission: "profile:own",
  summary: "Change the own password",
  accepts: OwnPasswordInput,
  handle: ({ ctx, body }) => changeOwnPassword({ ctx, lockout: webLockout() }, body),
  done: () => "/settings/account?saved=1",
});
