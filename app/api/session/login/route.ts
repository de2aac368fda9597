import { openLockout } from "#lib/auth/lockout";
import { signIn } from "#lib/auth/sign-in";
import { sessionForm, text } from "#lib/auth/sign-in-form";
import { singleton } from "#lib/singleton";
import { verifyCredentials } from "#lib/users/credentials";

/** `POST /login`: the proxy brings it here, because a page and a route cannot share a folder. */
export function POST(request: Request): Promise<Response> {
  return sessionForm(request, ({ values, facts, open }) =>
    signIn(
      { db: open.db, lockout: singleton("sign-in.lockout", () => openLockout(open.pool)), verify: verifyCredentials },
      {
        username: text(values.username),
        password: text(values.password),
        address: facts.address ?? null,
        userAgent: request.headers.get("user-agent"),
      },
    ),
  );
}
