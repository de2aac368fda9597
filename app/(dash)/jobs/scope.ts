import type { WireJob } from "#lib/jobs/wire";
import { stageTitle } from "#lib/sync/stages";

/** What a job does, in words: "All stages", "Devices, Storage". Browser-safe. */
export function stageScope(job: Pick<WireJob, "params">): string {
  const { sync_types: types, netbox_vm_ids: vms } = job.params;
  const what = types.includes("all") ? "All stages" : types.map(stageTitle).join(", ");
  return vms.length > 0 ? `${what} of ${vms.length} ${vms.length === 1 ? "VM" : "VMs"}` : what;
}

/** Which Proxmox endpoints, by name where known. */
export function endpointScope(job: Pick<WireJob, "params">, names: ReadonlyMap<number, string>): string {
  const ids = job.params.proxmox_endpoint_ids;
  if (ids.length === 0) return "every enabled Proxmox endpoint";
  return ids.map((id) => names.get(id) ?? `endpoint ${id}`).join(", ");
}

/** Who or what started it. */
export function startedBy(job: Pick<WireJob, "user" | "schedule_id">): string {
  if (job.schedule_id !== null) return `schedule ${job.schedule_id}`;
  return job.user?.username ?? "the console";
}

const words = ["created", "updated", "deleted", "failed", "skipped"] as const;

/** "4 created, 17 updated, 1 failed"; what did not happen is left out. */
export function countWords(counts: Record<string, number>): string {
  const said = words.filter((word) => (counts[word] ?? 0) > 0).map((word) => `${counts[word]} ${word}`);
  if (said.length > 0) return said.join(", ");
  return (counts.unchanged ?? 0) > 0 ? `${counts.unchanged} unchanged` : "–";
}
