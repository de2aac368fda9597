import type { Ctx } from "#lib/ctx";
import { listEndpoints } from "#lib/endpoints/list";
import { type EndpointKind, endpointKinds } from "#lib/endpoints/schema";
import { listChecks } from "#lib/status/get";
import { listStrips } from "#lib/status/list-strips";
import { serviceOfKind } from "#lib/status/schema";
import { checkInterval } from "../../../_status/check-interval.ts";

/** What the page of a kind shows, in as many questions however many endpoints there are. */
export async function readList(ctx: Ctx, kind: EndpointKind, now: Date) {
  const service = serviceOfKind[kind];
  const [checks, checkEveryMs, ...lists] = await Promise.all([
    listChecks(ctx, service),
    checkInterval(ctx),
    ...endpointKinds.map((each) => listEndpoints(ctx, each)),
  ]);
  const endpoints = lists[endpointKinds.indexOf(kind)] ?? [];
  const counts = new Map(endpointKinds.map((each, index) => [each, lists[index]?.length]));
  const strips = await listStrips(ctx, { service, endpointIds: endpoints.map(({ id }) => id), now });
  return { endpoints, counts, checks, strips, checkEveryMs };
}
