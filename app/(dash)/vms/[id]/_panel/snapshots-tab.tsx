import type { Ctx } from "#lib/ctx";
import { vmSnapshots } from "#lib/vms/panel";
import type { Vm } from "#lib/vms/schema";
import { type SnapshotLine, snapshotTree } from "#lib/vms/snapshot-tree";
import { Badge } from "#ui/badge";
import { Moment } from "#ui/moment";
import { Empty } from "#ui/panel";
import { type Column, Table } from "#ui/table";
import { AgeLine } from "./age-line.tsx";

export async function SnapshotsTab({ ctx, vm, now }: { ctx: Ctx; vm: Vm; now: Date }) {
  const found = await vmSnapshots(ctx, vm.id);
  const lines = snapshotTree(found.value);
  return (
    <>
      {lines.length === 0 ? (
        <Empty title="No snapshots">A snapshot that is taken in Proxmox appears here.</Empty>
      ) : (
        <Table caption={`Snapshots of ${vm.name}`} columns={columns(now)} rows={lines} rowKey={(line) => line.name} />
      )}
      <AgeLine found={found} now={now} />
    </>
  );
}

const INDENT_REM = 1.25;

const columns = (now: Date): Column<SnapshotLine>[] => [
  {
    key: "name",
    label: "Snapshot",
    cell: (line) => (
      <span className="inline-flex items-center gap-2" style={{ paddingLeft: `${line.depth * INDENT_REM}rem` }}>
        {line.depth > 0 && <span aria-hidden="true">└</span>}
        <span className="font-medium">{line.name}</span>
        {line.is_current_parent && <Badge tone="run">Current</Badge>}
      </span>
    ),
  },
  { key: "parent", label: "Parent", wide: true, cell: (line) => line.parent ?? "–" },
  { key: "memory", label: "With memory", wide: true, cell: (line) => (line.has_memory ? "Yes" : "No") },
  { key: "taken", label: "Taken", cell: (line) => <Moment at={line.created_at} now={now} /> },
  { key: "description", label: "Description", cell: (line) => line.description?.trim() || "–" },
];
