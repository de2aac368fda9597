import { z } from "zod";
import { openRoute } from "#lib/http/open-route";

/** The process runs. */
export const GET = openRoute(
  { summary: "Does the web process run?", answers: z.object({ status: z.literal("up") }) },
  () => Response.json({ status: "up" }, { headers: { "cache-control": "no-store" } }),
);
