import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { listEndpoints } from "../endpoints/list.ts";
import { downloadInventory, listInventory } from "../inventory/list-page.ts";
import type { InventoryPage } from "../inventory/list-query.ts";
import { type FieldChange, type Preview, type PreviewListParams, PreviewObject } from "./schema.ts";
import { countObjects, findObjectIds, findObjects, findPreviews, type PreviewObjectRow } from "./store.ts";

/** How it stands with the comparison of each Proxmox endpoint. */
export async function listPreviews(ctx: Ctx): Promise<Preview[]> {
  requirePermission(ctx.actor, "preview:read");
  const [endpoints, rows] = await Promise.all([listEndpoints(ctx, "proxmox"), findPreviews(ctx.db)]);
  return endpoints.map(({ id, name }) => {
    const row = rows.find((one) => one.proxmoxEndpointId === id);
    return {
      proxmox_endpoint_id: id,
      endpoint_name: name,
      status: row?.status ?? "none",
      requested_at: row?.requestedAt.toISOString() ?? null,
      requested_by: row?.requestedBy ?? null,
      as_of: row?.asOf?.toISOString() ?? null,
      duration_ms: row?.durationMs ?? null,
      error: row?.error ?? null,
      counts: row?.counts ?? null,
      limits: row?.limits ?? [],
    };
  });
}

function toWire(row: PreviewObjectRow): PreviewObject {
  return {
    id: row.id,
    proxmox_endpoint_id: row.proxmoxEndpointId,
    kind: row.kind,
    state: row.state,
    name: row.name,
    cluster: row.cluster,
    node: row.node,
    vmid: row.vmid,
    type: row.type,
    netbox_id: row.netboxId,
    netbox_url: row.netboxUrl,
    changes: row.changes as FieldChange[], // safe because only what the comparison found is stored
    next_run: row.nextRun,
    note: row.note,
  };
}

const source = { find: findObjects, count: countObjects, findIds: findObjectIds, toWire };

/** A page of what differs. */
export const listDifferences = (ctx: Ctx, query: PreviewListParams): Promise<InventoryPage<PreviewObject>> =>
  listInventory(ctx, source, query);

/** A change as a person reads it: `memory_mb: 4096 (Proxmox), 2048 (NetBox)`. */
const changeText = ({ field, proxmox, netbox }: FieldChange): string =>
  `${field}: ${proxmox ?? "none"} (Proxmox), ${netbox ?? "none"} (NetBox)`;

const inWords = { ...source, toWire: (row: PreviewObjectRow) => inOneCell(toWire(row)) };
const inOneCell = (object: PreviewObject) => ({ ...object, changes: object.changes.map(changeText).join("; ") });

/** The same list as CSV, all of it. */
export const downloadDifferences = (ctx: Ctx, query: PreviewListParams): AsyncGenerator<string> =>
  downloadInventory(ctx, inWords, { query, columns: Object.keys(PreviewObject.shape) });
