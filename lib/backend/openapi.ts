import { z } from "zod";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const Document = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string().default(""), version: z.string().default("") }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});
export type OpenapiDocument = z.infer<typeof Document>;

/** The backend's own description: up to 4 MB, seconds to build the first time, needs no key. Cache it by version. */
export function readOpenapi(ctx: BackendContext, signal?: AbortSignal): Promise<OpenapiDocument> {
  return backendRequest(ctx, { path: "openapi.json", schema: Document, signal });
}

export type OpenapiOperation = { method: string; path: string; summary: string | null; isProxmoxProxy: boolean };

/** Every call of a document, in its order, for a list. */
export function listOperations(document: OpenapiDocument): OpenapiOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => ({
      method: method.toUpperCase(),
      path,
      summary: summaryOf(item[method]),
      isProxmoxProxy: path.startsWith("/proxmox/api2/"),
    })),
  );
}

const summaryOf = (operation: unknown): string | null =>
  typeof operation === "object" && operation !== null && "summary" in operation && typeof operation.summary === "string"
    ? operation.summary
    : null;

/**
 * Does this backend have a call? `path` is written with our own names in braces: only their places count, and a query
 * or a slash at the end does not.
 */
export const hasOperation = (document: Paths, method: string, path: string): boolean =>
  operationOf(document, method, path) !== undefined;

type Paths = Pick<OpenapiDocument, "paths">;

function operationOf(document: Paths, method: string, path: string): unknown {
  const wanted = shapeOf(path);
  const name = method.toLowerCase();
  return Object.entries(document.paths).find(([known, item]) => name in item && shapeOf(known) === wanted)?.[1][name];
}

const Operation = z.looseObject({ parameters: z.array(z.looseObject({ name: z.string() })).default([]) });

/** The names of what a call takes in its path and query; null when there is no such call. */
export function parametersOf(document: Paths, method: string, path: string): string[] | null {
  const operation = operationOf(document, method, path);
  if (operation === undefined) return null;
  return Operation.safeParse(operation).data?.parameters.map(({ name }) => name) ?? [];
}

const shapeOf = (path: string): string =>
  `/${path}`
    .replace(/\?.*$/, "")
    .replace(/\/+/g, "/")
    .replace(/(.)\/$/, "$1")
    .replace(/\{[^}]*\}/g, "{}");

export type BackendCapabilities = {
  /** Snapshots and tasks can be read. */
  proxmoxProxy: boolean;
  orphanSweep: boolean;
  netboxProbe: boolean;
  /** The commands of the legacy WebSocket are refused unless the service runs in its legacy mode. */
  executionPolicy: boolean;
  taskHistoryStream: boolean;
  guestStreams: boolean;
};

/** What this backend can do, as its own description tells it. */
export function capabilitiesOf(document: OpenapiDocument): BackendCapabilities {
  const has = (path: string) => hasOperation(document, "GET", path);
  return {
    proxmoxProxy:
      has("/proxmox/api2/nodes/{node}/qemu/{vmid}/snapshot") ||
      has("/proxmox/api2/latest/nodes/{node}/qemu/{vmid}/snapshot"),
    orphanSweep: has("/virtualization/virtual-machines/orphans/sweep/stream"),
    netboxProbe: has("/netbox/endpoint/{id}/probe"),
    executionPolicy: has("/execution-policy"),
    taskHistoryStream: has("/virtualization/virtual-machines/task-history/create/stream"),
    guestStreams: has("/virtualization/virtual-machines/{id}/create/stream"),
  };
}
