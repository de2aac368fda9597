import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import { actorName } from "../auth/schema.ts";
import type { Ctx } from "../ctx.ts";
import { listEndpoints } from "../endpoints/list.ts";
import { AppError, invalidField } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { listPreviews } from "./list.ts";
import type { Preview, PreviewInput } from "./schema.ts";
import { setPending } from "./store.ts";

/** Asks the workers to compare Proxmox endpoints with NetBox now; answers how it stands with them. */
export async function requestPreview(ctx: Ctx, input: PreviewInput): Promise<Preview[]> {
  requirePermission(ctx.actor, "preview:run");
  const endpoints = await listEndpoints(ctx, "proxmox");
  const wanted = new Set(input.proxmox_endpoint_ids);
  for (const id of wanted) {
    const endpoint = endpoints.find((one) => one.id === id);
    if (!endpoint) throw invalidField("proxmox_endpoint_ids", `there is no Proxmox endpoint ${id}`);
    if (!endpoint.enabled) throw invalidField("proxmox_endpoint_ids", `${endpoint.name} is disabled; enable it first`);
  }
  const chosen = endpoints.filter((endpoint) => (wanted.size > 0 ? wanted.has(endpoint.id) : endpoint.enabled));
  if (chosen.length === 0) throw new AppError("not_found", "There is no enabled Proxmox endpoint. Add one first.");
  const name = actorName(ctx.actor);
  return inTransaction(ctx.db, async (tx) => {
    const inside = { ...ctx, db: tx };
    for (const endpoint of chosen) {
      await setPending(tx, endpoint.id, { now: new Date(), name });
      const target = { objectType: "proxmox", objectId: endpoint.id, objectName: endpoint.name };
      await recordAudit(inside, { action: "preview", ...target });
    }
    await publish(tx, topics.previews);
    const ids = new Set(chosen.map((endpoint) => endpoint.id));
    return (await listPreviews(inside)).filter((preview) => ids.has(preview.proxmox_endpoint_id));
  });
}
