import type { WireJob } from "#lib/jobs/wire";
import type { CoveredObject } from "#lib/sync/cover-objects";
import { Badge, type Tone } from "#ui/badge";
import { Link } from "#ui/link";
import type { ListColumn } from "../../../_inventory/columns.ts";
import { nameColumn, netboxColumn } from "../../../_inventory/common-columns.tsx";

export const coverageWords: Record<CoveredObject["coverage"], string> = {
  covered: "Covered",
  failed: "Failed",
  left_out: "Left out",
  unknown: "Not known",
};

const tones: Record<CoveredObject["coverage"], Tone> = {
  covered: "ok",
  failed: "bad",
  left_out: "idle",
  unknown: "warn",
};
const kindWords: Record<CoveredObject["kind"], string> = { node: "Node", storage: "Storage", vm: "VM or container" };

/** The columns of what a job did about each object. */
export const coverageColumns = (job: WireJob): ListColumn<CoveredObject & { id: number }>[] => [
  nameColumn(null),
  { key: "kind", label: "Kind", wide: true, cell: (row) => kindWords[row.kind] },
  { key: "node", label: "Node", under: true, cell: (row) => row.node ?? "–" },
  { key: "vmid", label: "VMID", numeric: true, wide: true, cell: (row) => row.vmid ?? "–" },
  {
    key: "coverage",
    label: "Coverage",
    cell: (row) => <Badge tone={tones[row.coverage]}>{coverageWords[row.coverage]}</Badge>,
  },
  {
    key: "reason",
    label: "Reason",
    under: true,
    cell: (row) =>
      row.reason === null ? "–" : <span className="block max-w-2xl whitespace-normal md:min-w-40">{row.reason}</span>,
  },
  {
    key: "line",
    label: "Line",
    wide: true,
    cell: (row) =>
      row.seq === null ? "–" : <Link href={`${job.display_url}?line=${row.seq}#L${row.seq}`}>{row.seq}</Link>,
  },
  { ...netboxColumn<CoveredObject>(), extra: false, wide: true },
];
