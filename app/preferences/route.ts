import { z } from "zod";
import { localPath } from "#lib/http/request-facts";
import { route } from "#lib/http/route";

const YEAR_S = 365 * 24 * 3600;

const Preferences = z.strictObject({
  theme: z.enum(["light", "dark", "system"]).optional(),
  density: z.enum(["comfortable", "compact"]).optional(),
});

/** How this browser likes to see the console; the form is on every page and comes back to it. */
export const POST = route({
  permission: "profile:own",
  summary: "How this browser likes to see the console",
  status: 303,
  body: Preferences,
  handle: async ({ body, facts, request }) => {
    const referer = request.headers.get("referer") ?? "";
    const page = URL.canParse(referer) ? new URL(referer) : null;
    const attributes = `Path=/; Max-Age=${YEAR_S}; SameSite=Lax${facts.isSecure ? "; Secure" : ""}`;
    const headers = new Headers();
    for (const [name, value] of Object.entries(body)) headers.append("set-cookie", `${name}=${value}; ${attributes}`);
    const location = localPath(page ? page.pathname + page.search : "/");
    headers.set("location", location);
    return new Response(null, { status: 303, headers });
  },
});
