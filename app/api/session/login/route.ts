import { knownDevice } from "#lib/auth/device";
import { signIn } from "#lib/auth/sign-in";
import { sessionForm, text } from "#lib/auth/sign-in-form";
import { webLockout } from "#lib/auth/web-lockout";
import { keyring } from "#lib/crypto/keyring";
import { deviceCookieName, readCookie } from "#lib/http/cookies";
import { verifyCredentials } from "#lib/users/credentials";

/** `POST /login`: the proxy brings it here, because a page and a route cannot share a folder. */
export function POST(request: Request): Promise<Response> {
  return sessionForm(request, async ({ values, facts, open }) => {
    const username = text(values.username);
    const cookie = readCookie(request.headers, deviceCookieName(facts.isSecure));
    const token = await signIn(
      { db: open.db, lockout: webLockout(), verify: verifyCredentials },
      {
        username,
        password: text(values.password),
        device: knownDevice(keyring(), cookie, username),
        address: facts.address ?? null,
        userAgent: request.headers.get("user-agent"),
      },
    );
    return { token, username };
  });
}
