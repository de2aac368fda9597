import { emptyCounts, itemFrame, summaryFrame, work } from "../frames.ts";
import { type Run, type Stage, VM_STATE, VM_TABLE } from "./run.ts";

const PHASE = "sweep_orphans";

/** VMs that NetBox knows and Proxmox no longer has are marked `decommissioning`; a preview only names them. */
export function* sweepStage(run: Run): Stage {
  const dryRun = run.query.get("dry_run") === "true";
  const base = { enabled: !dryRun, skipped_reason: null, run_id: run.runId, dry_run: dryRun };
  yield work(500);
  const counts = emptyCounts();
  const orphans = findOrphans(run);
  counts.total = orphans.length;
  for (const [index, { row, state }] of orphans.entries()) {
    const name = String(row.name);
    const extra = { reason: "orphan", run_id: run.runId, stale_run_id: state.last_run_id, vmid: state.proxmox_vm_id };
    if (!dryRun) run.netbox.patch(VM_TABLE, row.id, { status: { value: "decommissioning", label: "Decommissioning" } });
    if (!dryRun) counts.updated += 1;
    yield itemFrame({
      phase: PHASE,
      status: "completed",
      message: dryRun ? `Would soft-delete orphan VM '${name}'` : `Soft-deleted orphan VM '${name}'`,
      item: {
        name,
        netbox_id: row.id,
        netbox_url: `${run.netbox.url}/${VM_TABLE}/${row.id}/`,
        item_type: "virtual_machine",
        extra,
      },
      operation: dryRun ? "would_delete" : "updated",
      at: [index + 1, orphans.length],
    });
  }
  const text = dryRun
    ? `Orphan VM soft-delete dry-run completed: ${orphans.length} candidate(s), 0 marked`
    : `Orphan VM sweep completed: ${counts.updated} soft-deleted, 0 skipped`;
  yield summaryFrame(PHASE, text, counts);
  const result = {
    ...base,
    candidates: orphans.length,
    deleted: 0,
    soft_deleted: counts.updated,
    failed: 0,
    skipped: 0,
  };
  return { result, step: result, final: result, count: counts.updated };
}

function findOrphans(run: Run) {
  const clusters = new Map(run.sessions.map(({ cluster }) => [cluster.name, cluster]));
  return run.netbox.list(VM_STATE).flatMap((state) => {
    const cluster = clusters.get(String(state.proxmox_cluster_name));
    const row = run.netbox.get(VM_TABLE, Number(state.virtual_machine));
    const gone = cluster && !cluster.guests.some((guest) => guest.vmid === state.proxmox_vm_id);
    return row && gone ? [{ row, state }] : [];
  });
}
