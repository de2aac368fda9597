import { requirePermission } from "../auth/require.ts";
import { knownCalls, knownCallsOf } from "../backends/known-calls.ts";
import type { Ctx } from "../ctx.ts";
import { type ObjectNoun, objectNouns, type Way, wayOf, wayPaths } from "./object-ways.ts";

export type Ways = {
  /** Was the backend's own description read? Without it only its release decides. */
  isDescribed: boolean;
  ways: Way[];
};

/** How each kind of object is synced through a backend. */
export async function readWays(ctx: Ctx, backendId: number): Promise<Ways> {
  requirePermission(ctx.actor, "inventory:read");
  const calls = await knownCalls(ctx.db, backendId, wayPaths);
  return { isDescribed: calls.paths !== null, ways: objectNouns.map((noun) => wayOf(noun, calls)) };
}

/** How one object of a Proxmox endpoint is synced, through the backend that the endpoint is assigned to. */
export async function readWay(
  ctx: Ctx,
  object: { noun: ObjectNoun; endpointId: number; isInNetbox?: boolean },
): Promise<Way> {
  requirePermission(ctx.actor, "inventory:read");
  return wayOf(object.noun, await knownCallsOf(ctx.db, object.endpointId, wayPaths), object.isInNetbox);
}
