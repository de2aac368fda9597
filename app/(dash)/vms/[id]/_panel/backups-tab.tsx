import type { Ctx } from "#lib/ctx";
import { formatBytes } from "#lib/format/bytes";
import { vmBackups } from "#lib/vms/panel";
import type { VmBackup } from "#lib/vms/panel-schema";
import type { Vm } from "#lib/vms/schema";
import { Badge } from "#ui/badge";
import { Moment } from "#ui/moment";
import { Empty } from "#ui/panel";
import { type Column, Table } from "#ui/table";
import { AgeLine } from "./age-line.tsx";

export async function BackupsTab({ ctx, vm, now }: { ctx: Ctx; vm: Vm; now: Date }) {
  const found = await vmBackups(ctx, vm.id);
  const { backups, problems } = found.value;
  return (
    <>
      {problems.length > 0 && (
        <ul className="px-3.5 py-2 text-warn">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {backups.length === 0 ? (
        <Empty title="No backups">
          None was found on the storages of its cluster. A backup that Proxmox makes appears here.
        </Empty>
      ) : (
        <Table
          caption={`Backups of ${vm.name}`}
          columns={columns(now)}
          rows={backups}
          rowKey={(backup) => `${backup.storage}/${backup.volume_id}`}
        />
      )}
      <AgeLine found={found} now={now} />
    </>
  );
}

const columns = (now: Date): Column<VmBackup>[] => [
  { key: "taken", label: "Taken", cell: (backup) => <Moment at={backup.created_at} now={now} /> },
  { key: "size", label: "Size", numeric: true, cell: (backup) => formatBytes(backup.size_bytes) },
  { key: "storage", label: "Storage", cell: (backup) => backup.storage },
  { key: "verified", label: "Verification", cell: (backup) => <Verification state={backup.verification} /> },
  { key: "encrypted", label: "Encrypted", wide: true, cell: (backup) => (backup.encrypted ? "Yes" : "No") },
  {
    key: "volume",
    label: "Volume",
    wide: true,
    cell: (backup) => <code className="font-mono text-xs">{backup.volume_id}</code>,
  },
  { key: "notes", label: "Notes", wide: true, cell: (backup) => backup.notes ?? "–" },
];

function Verification({ state }: { state: string | null }) {
  if (state === null) return <Badge tone="idle">Not verified</Badge>;
  return state === "ok" ? <Badge tone="ok">Verified</Badge> : <Badge tone="bad">{state}</Badge>;
}
