import { z } from "zod";
import { localPath } from "#lib/http/request-facts";
import { route } from "#lib/http/route";
import { columnsCookie } from "../../(dash)/_inventory/column-names.ts";

const YEAR_S = 365 * 24 * 3600;

const Chosen = z.strictObject({
  list: z.enum(["/clusters", "/nodes", "/storage", "/vms", "/preview"]),
  columns: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.string().regex(/^[a-z_]{1,30}$/, "is not the name of a column")).max(30),
  ),
});

/** Which columns a list has, from its form: they go into the address, and this browser remembers them. None: the usual ones. */
export const POST = route({
  permission: "profile:own",
  summary: "The columns of a list, kept by this browser",
  status: 303,
  body: Chosen,
  handle: async ({ body, facts, request }) => {
    const referer = request.headers.get("referer") ?? "";
    const page = URL.canParse(referer) ? new URL(referer) : null;
    const query = new URLSearchParams(page?.pathname === body.list ? page.search : "");
    const value = body.columns.join(".");
    if (value) query.set("columns", value);
    else query.delete("columns");
    const maxAge = value ? YEAR_S : 0;
    const cookie = `${columnsCookie(body.list)}=${value}; Path=/; Max-Age=${maxAge}; SameSite=Lax${facts.isSecure ? "; Secure" : ""}`;
    const location = localPath(query.size > 0 ? `${body.list}?${query}` : body.list);
    return new Response(null, { status: 303, headers: { location, "set-cookie": cookie } });
  },
});
