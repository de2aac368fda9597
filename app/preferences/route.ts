import { z } from "zod";
import { localPath } from "#lib/http/request-facts";
import { route } from "#lib/http/route";

const YEAR_S = 365 * 24 * 3600;

const Preferences = z.strictObject({ theme: z.enum(["light", "dark", "system"]) });

/** How this browser likes to see the console; the form is on every page and comes back to it. */
export const POST = route({
  permission: "profile:own",
  body: Preferences,
  handle: async ({ body, facts, request }) => {
    const referer = request.headers.get("referer") ?? "";
    const page = URL.canParse(referer) ? new URL(referer) : null;
    const cookie = `theme=${body.theme}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${facts.isSecure ? "; Secure" : ""}`;
    const location = localPath(page ? page.pathname + page.search : "/");
    return new Response(null, { status: 303, headers: { location, "set-cookie": cookie } });
  },
});
