import { z } from "zod";
import { knownDevice } from "#lib/auth/device";
import { signIn } from "#lib/auth/sign-in";
import { FORM_REFUSALS, sessionForm, text } from "#lib/auth/sign-in-form";
import { webLockout } from "#lib/auth/web-lockout";
import { keyring } from "#lib/crypto/keyring";
import { deviceCookieName, readCookie } from "#lib/http/cookies";
import { openRoute } from "#lib/http/open-route";
import { verifyCredentials } from "#lib/users/credentials";

const accepts = z.object({ username: z.string(), password: z.string(), next: z.string().optional() });

/** `POST /login`: the proxy brings it here, because a page and a route cannot share a folder. */
export const POST = openRoute(
  {
    summary: "Sign in: opens a session, for a browser of this console",
    address: "/login",
    body: accepts,
    hasForm: true,
    status: 303,
    refusals: FORM_REFUSALS,
  },
  (request) =>
    sessionForm(request, "/login", async ({ values, facts, open }) => {
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
    }),
);
