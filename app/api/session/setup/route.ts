import { z } from "zod";
import { openSession } from "#lib/auth/session";
import { setUp } from "#lib/auth/set-up";
import { FORM_REFUSALS, sessionForm, text } from "#lib/auth/sign-in-form";
import { openRoute } from "#lib/http/open-route";

const accepts = z.object({ code: z.string(), username: z.string(), password: z.string() });

/** `POST /setup`: the first administrator, signed in at once. */
export const POST = openRoute(
  {
    summary: "Make the first administrator, with the code that the start printed, and sign in",
    address: "/setup",
    body: accepts,
    hasForm: true,
    status: 303,
    refusals: FORM_REFUSALS,
  },
  (request) =>
    sessionForm(request, "/setup", async ({ values, facts, open }) => {
      const input = { code: text(values.code), username: text(values.username), password: text(values.password) };
      const admin = await setUp(open.db, input);
      const token = await openSession(open.db, admin.id, {
        address: facts.address ?? null,
        userAgent: request.headers.get("user-agent"),
      });
      return { token, username: admin.username };
    }),
);
