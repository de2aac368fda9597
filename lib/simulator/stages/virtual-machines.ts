import {
  discoveryFrame,
  emptyCounts,
  errorDetailFrame,
  legacyEnd,
  type StreamItem,
  summaryFrame,
  work,
} from "../frames.ts";
import type { Guest } from "../model.ts";
import type { Action, Row } from "../netbox-tables.ts";
import { SyncError } from "../sync-error.ts";
import { knownVms, type Run, type Session, type Stage, VM_STATE, VM_TABLE } from "./run.ts";
import { taskHistoryFrames } from "./task-history.ts";
import { finishedVm, startedVm } from "./vm-network.ts";
import { resolvedNames, writeVm } from "./write-vm.ts";

export type Target = { session: Session; guest: Guest; name: string; suffix: number };

/** Guests become virtual machines; a guest that fails only counts. With network every VM has its own frames. */
export function* virtualMachinesStage(run: Run): Stage {
  const targets = selectTargets(run);
  const network = !run.full && run.query.get("sync_vm_network") !== "false";
  const items = targets.map(({ guest }) => ({ name: guest.name, item_type: guest.type }));
  yield work(900);
  const message = `Discovered ${items.length} virtual machine(s) to synchronize`;
  yield discoveryFrame("virtual-machines", message, items, { sync_vm_network: network });
  for (const target of targets) if (target.suffix > 1) yield duplicate(target);
  const counts = { ...emptyCounts(), total: targets.length };
  const rows: Row[] = [];
  for (let at = 0; at < targets.length; at += 4) {
    const group = targets.slice(at, at + 4);
    if (network) for (const target of group) yield* startedVm(target);
    for (const target of group) {
      yield work(network ? 350 : 110);
      const written = attempt(run, target);
      if ("refused" in written) {
        counts.failed += 1;
        yield refusal(target, written.refused);
        continue;
      }
      rows.push(written.row);
      // The backend counts every VM that is there afterwards as created, changed or not.
      counts.created += 1;
      if (network) yield* finishedVm(run, target, written);
    }
  }
  if (!run.full && run.query.get("sync_task_history") !== "false") yield* nestedTaskHistory(run, rows);
  yield summaryFrame("virtual-machines", summaryText(counts.created, counts.failed, network), counts);
  yield legacyEnd("virtual_machine");
  const result = { count: rows.length };
  return { result, step: result, final: rows.map((row) => run.netbox.show(VM_TABLE, row)), count: rows.length };
}

function selectTargets(run: Run): Target[] {
  const wanted = run.vmIds && new Set(wantedGuests(run, run.vmIds));
  return run.sessions.flatMap((session) => {
    const names = resolvedNames(session.cluster.guests);
    return session.cluster.guests
      .filter((guest) => !wanted || wanted.has(`${session.cluster.name}/${guest.vmid}`))
      .map((guest) => ({ session, guest, ...(names.get(guest.vmid) ?? { name: guest.name, suffix: 1 }) }));
  });
}

function wantedGuests(run: Run, vmIds: number[]): string[] {
  return run.netbox
    .list(VM_STATE)
    .filter((state) => vmIds.includes(Number(state.virtual_machine)))
    .map((state) => `${state.proxmox_cluster_name}/${state.proxmox_vm_id}`);
}

function attempt(run: Run, { session, guest, name }: Target): { row: Row; action: Action } | { refused: string } {
  try {
    return writeVm(run, session, guest, name);
  } catch (error) {
    if (error instanceof SyncError) return { refused: error.text };
    throw error;
  }
}

function* nestedTaskHistory(run: Run, rows: Row[]): Generator<StreamItem, void> {
  const ids = new Set(rows.map((row) => row.id));
  const vms = knownVms({ ...run, findsVms: true }).filter(({ row }) => ids.has(row.id));
  if (vms.length > 0) yield* taskHistoryFrames(run, vms);
}

function summaryText(synced: number, failed: number, network: boolean): string {
  if (failed > 0) return `Virtual machine sync completed with errors: ${synced} synchronized, ${failed} failed`;
  return `Virtual machine sync completed: ${synced} synchronized${network ? ", 0 failed" : ""}`;
}

function duplicate({ session, guest, name, suffix }: Target): StreamItem {
  const data = {
    event: "duplicate_name_resolved",
    cluster: session.cluster.name,
    original_name: guest.name,
    resolved_name: name,
    vmid: guest.vmid,
    suffix_index: suffix,
    operator_renamed: false,
  };
  return { event: "duplicate_name_resolved", data };
}

function refusal({ guest }: Target, detail: string): StreamItem {
  if (!guest.refusedBecause) return work(0);
  return errorDetailFrame({
    phase: "virtual-machines",
    category: "validation",
    message: `VM '${guest.name}' (vmid ${guest.vmid}) was refused by NetBox`,
    item: { name: guest.name, item_type: guest.type },
    detail,
    suggestion: "Give the guest at least one CPU core in Proxmox, then sync it again.",
  });
}
