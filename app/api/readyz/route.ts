import { z } from "zod";
import { openRoute } from "#lib/http/open-route";
import { runtime } from "#lib/runtime";
import { isDatabaseUp } from "#lib/status/database-up";

/** Up while the database answers; says no more to strangers. */
export const GET = openRoute(
  {
    summary: "Can it do its work? Up while the database answers",
    answers: z.object({ status: z.literal("up") }),
    also: {
      503: { description: "Down: the database does not answer.", answers: z.object({ status: z.literal("down") }) },
    },
  },
  async () => {
    const up = await isDatabaseUp(runtime().pool);
    return Response.json(
      { status: up ? "up" : "down" },
      { status: up ? 200 : 503, headers: { "cache-control": "no-store" } },
    );
  },
);
