import { z } from "zod";
import type { BackendContext } from "./context.ts";
import type { GuestPlace } from "./guests.ts";
import { pathOf } from "./path.ts";
import { backendRequest } from "./request.ts";
import type { Query } from "./send.ts";
import { maybeFlag, maybeNumber, maybeText, readableRows } from "./wire-values.ts";

/** Which endpoint of the backend: these routes choose by the name of its row there, not by id. */
export type ProxmoxApiTarget = { endpointName: string };

type ProxmoxRead<T> = { segments: (string | number)[]; query?: Query; schema: z.ZodType<T>; signal?: AbortSignal };

/**
 * Reads Proxmox's own API through the backend's generated proxy. Older releases let every verb through there, without
 * any gate: this is the only place that uses it, and it only ever sends GET.
 */
export function readProxmoxApi<T>(ctx: BackendContext, target: ProxmoxApiTarget, read: ProxmoxRead<T>): Promise<T> {
  return backendRequest(ctx, {
    method: "GET",
    path: pathOf("proxmox", "api2", ...read.segments),
    query: { ...read.query, target_name: target.endpointName },
    schema: read.schema,
    signal: read.signal,
  });
}

/** `snaptime` in seconds since 1970. The entry `current` is no snapshot: its `parent` is the one we are behind. */
export const GuestSnapshot = z.looseObject({
  name: z.string(),
  description: maybeText,
  parent: maybeText,
  snaptime: maybeNumber,
  vmstate: maybeFlag,
});
export type GuestSnapshot = z.infer<typeof GuestSnapshot>;

export function readGuestSnapshots(
  ctx: BackendContext,
  target: ProxmoxApiTarget,
  guest: GuestPlace,
  signal?: AbortSignal,
): Promise<GuestSnapshot[]> {
  const segments = ["nodes", guest.node, guest.type, guest.vmid, "snapshot"];
  return readProxmoxApi(ctx, target, { segments, schema: readableRows(GuestSnapshot), signal });
}

/** A Proxmox task. Times in seconds since 1970; `status` is null while it runs, `OK` or an error text afterwards. */
export const ProxmoxTask = z.looseObject({
  upid: z.string(),
  node: maybeText,
  id: maybeText,
  type: maybeText,
  status: maybeText,
  user: maybeText,
  starttime: maybeNumber,
  endtime: maybeNumber,
});
export type ProxmoxTask = z.infer<typeof ProxmoxTask>;

export type TaskQuery = { vmid?: number; limit?: number; start?: number; errorsOnly?: boolean };

/** The finished tasks of a node, newest first. Proxmox's own `source` cannot be asked for: the proxy selects endpoints by that name. */
export function readTasks(
  ctx: BackendContext,
  target: ProxmoxApiTarget,
  { node, ...filter }: TaskQuery & { node: string },
  signal?: AbortSignal,
): Promise<ProxmoxTask[]> {
  const { vmid, limit = 50, start, errorsOnly } = filter;
  const query = { vmid, limit, start, errors: errorsOnly ? 1 : undefined };
  return readProxmoxApi(ctx, target, {
    segments: ["nodes", node, "tasks"],
    query,
    schema: readableRows(ProxmoxTask),
    signal,
  });
}

const TaskLine = z.looseObject({ n: z.number().int(), t: z.string() });
export type TaskLine = z.infer<typeof TaskLine>;

/** Lines of one task's log; `start` counts from 0. */
export function readTaskLog(
  ctx: BackendContext,
  target: ProxmoxApiTarget,
  at: { node: string; upid: string; start?: number; limit?: number },
  signal?: AbortSignal,
): Promise<TaskLine[]> {
  return readProxmoxApi(ctx, target, {
    segments: ["nodes", at.node, "tasks", at.upid, "log"],
    query: { start: at.start, limit: at.limit ?? 500 },
    schema: readableRows(TaskLine),
    signal,
  });
}
