import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { runDoctor } from "../doctor/run.ts";
import { type DoctorReport, findingsOf } from "../doctor/schema.ts";
import { createEndpoint } from "../endpoints/create.ts";
import type { EndpointKind, PublicEndpoint } from "../endpoints/schema.ts";
import { updateEndpoint } from "../endpoints/update.ts";

export type Tested = { endpoint: PublicEndpoint; report: DoctorReport };

/** One step of the set-up: keeps the endpoint, new or changed, and has the doctor look at once. */
export async function saveAndTest(
  ctx: Ctx,
  kind: EndpointKind,
  input: { id: number | null; body: Record<string, unknown> },
): Promise<Tested> {
  requirePermission(ctx.actor, "endpoints:write");
  const { id, body } = input;
  const endpoint = id === null ? await createEndpoint(ctx, kind, body) : await updateEndpoint(ctx, kind, { id, body });
  const report = await runDoctor(ctx);
  const isInIt = findingsOf(report, kind, endpoint.id).length > 0 || !endpoint.enabled;
  // A run that was under way already had not seen it.
  return { endpoint, report: isInIt ? report : await runDoctor(ctx) };
}
