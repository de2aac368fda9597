import { runtime } from "#lib/runtime";
import { isDatabaseUp } from "#lib/status/database-up";

/** Up while the database answers; says no more to strangers. */
export async function GET(): Promise<Response> {
  const up = await isDatabaseUp(runtime().pool);
  return Response.json(
    { status: up ? "up" : "down" },
    { status: up ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
