import { openSession } from "#lib/auth/session";
import { setUp } from "#lib/auth/set-up";
import { sessionForm, text } from "#lib/auth/sign-in-form";

/** `POST /setup`: the first administrator, signed in at once. */
export function POST(request: Request): Promise<Response> {
  return sessionForm(request, async ({ values, facts, open }) => {
    const input = { code: text(values.code), username: text(values.username), password: text(values.password) };
    const admin = await setUp(open.db, input);
    const token = await openSession(open.db, admin.id, {
      address: facts.address ?? null,
      userAgent: request.headers.get("user-agent"),
    });
    return { token, username: admin.username };
  });
}
