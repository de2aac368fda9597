import type { Ctx } from "#lib/ctx";
import { formatBytes } from "#lib/format/bytes";
import { vmConfig } from "#lib/vms/panel";
import type { VmConfig } from "#lib/vms/panel-schema";
import type { Vm } from "#lib/vms/schema";
import { DefinitionList, Empty } from "#ui/panel";
import { type Column, Table } from "#ui/table";
import { AgeLine } from "./age-line.tsx";

type Props = { ctx: Ctx; vm: Vm; now: Date };

export async function ConfigTab({ ctx, vm, now }: Props) {
  const found = await vmConfig(ctx, vm.id);
  const values = Object.entries(found.value.values).toSorted(([a], [b]) => a.localeCompare(b));
  return (
    <>
      <DefinitionList items={values.map(([name, value]) => [name, words(value)])} />
      <AgeLine found={found} now={now} />
    </>
  );
}

function words(value: unknown): string {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const MB = 1024 * 1024;

const diskColumns: Column<VmConfig["disks"][number]>[] = [
  { key: "name", label: "Disk", cell: (disk) => <span className="font-medium">{disk.name}</span> },
  { key: "storage", label: "Storage", cell: (disk) => disk.storage ?? "–" },
  {
    key: "size",
    label: "Size",
    numeric: true,
    cell: (disk) => formatBytes(disk.size_mb === null ? null : disk.size_mb * MB),
  },
  {
    key: "raw",
    label: "As configured",
    wide: true,
    cell: (disk) => <code className="font-mono text-xs">{disk.raw ?? "–"}</code>,
  },
];

export async function DisksTab({ ctx, vm, now }: Props) {
  const found = await vmConfig(ctx, vm.id);
  const { disks } = found.value;
  return (
    <>
      {disks.length === 0 ? (
        <Empty title="No disks">Its configuration in Proxmox names none.</Empty>
      ) : (
        <Table caption={`Disks of ${vm.name}`} columns={diskColumns} rows={disks} rowKey={(disk) => disk.name} />
      )}
      <AgeLine found={found} now={now} />
    </>
  );
}

type Interface = VmConfig["interfaces"][number];

const MODELS = ["virtio", "e1000", "e1000e", "rtl8139", "vmxnet3"];

/** A VM writes `<model>=<MAC>`, a container `hwaddr=<MAC>`. */
function macOf({ values }: Interface): string {
  const model = MODELS.find((name) => values[name] !== undefined);
  return (model && values[model]) ?? values.macaddr ?? values.hwaddr ?? "–";
}

const interfaceColumns: Column<Interface>[] = [
  {
    key: "name",
    label: "Interface",
    cell: (nic) => <span className="font-medium">{nic.values.name ?? nic.name}</span>,
  },
  { key: "mac", label: "MAC address", cell: (nic) => <code className="font-mono text-xs">{macOf(nic)}</code> },
  { key: "bridge", label: "Bridge", cell: (nic) => nic.values.bridge ?? "–" },
  { key: "tag", label: "VLAN", cell: (nic) => nic.values.tag ?? "–" },
  { key: "ip", label: "Address", wide: true, cell: (nic) => nic.values.ip ?? nic.values.ip6 ?? "–" },
];

export async function InterfacesTab({ ctx, vm, now }: Props) {
  const found = await vmConfig(ctx, vm.id);
  const { interfaces } = found.value;
  return (
    <>
      {interfaces.length === 0 ? (
        <Empty title="No interfaces">Its configuration in Proxmox names none.</Empty>
      ) : (
        <Table
          caption={`Interfaces of ${vm.name}`}
          columns={interfaceColumns}
          rows={interfaces}
          rowKey={(nic) => nic.name}
        />
      )}
      <AgeLine found={found} now={now} />
    </>
  );
}
