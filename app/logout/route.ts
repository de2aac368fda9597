import { sessionCookie } from "#lib/auth/sign-in-form";
import { signOut } from "#lib/auth/sign-out";
import { readCookie, sessionCookieName } from "#lib/http/cookies";
import { formDone } from "#lib/http/form-state";
import { route } from "#lib/http/route";

export const POST = route({
  permission: "profile:own",
  summary: "Sign out",
  status: 303,
  handle: async ({ ctx, facts, request }) => {
    const token = readCookie(request.headers, sessionCookieName(facts.isSecure));
    if (token) await signOut(ctx, token);
    const done = formDone("/login", facts);
    done.headers.append("set-cookie", sessionCookie("", facts));
    return done;
  },
});
