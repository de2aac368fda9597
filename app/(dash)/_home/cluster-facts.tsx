import { formatBytes } from "#lib/format/bytes";
import type { Card } from "#lib/inventory/card";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";

/** What one endpoint holds, as it was last read, and what is wrong with it. */
export function ClusterFacts({ card, now }: { card: Card; now: Date }) {
  if (!card.cluster || !card.as_of) return <CardWarnings card={card} />;
  const at = `proxmox_endpoint_id=${card.endpoint_id}`;
  const { cluster, storage } = card;
  return (
    <>
      <p className="text-muted">
        {cluster.name}
        {cluster.version && ` · Proxmox VE ${cluster.version}`}
        {cluster.mode !== "cluster" && ` · ${cluster.mode}`}
      </p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        <li>
          <Link href={`/nodes?${at}`}>
            {card.nodes_online} of {counted(card.node_count, "node")}
          </Link>
        </li>
        <li>
          <Link href={`/vms?${at}&type=qemu&template=false`}>{counted(card.vm_count, "VM")}</Link>
        </li>
        <li>
          <Link href={`/vms?${at}&type=lxc&template=false`}>{counted(card.lxc_count, "container")}</Link>
        </li>
        <li className="text-muted">{card.running_count} running</li>
        <li>
          <Link href={`/storage?${at}`}>
            {formatBytes(storage.used_bytes)} of {formatBytes(storage.total_bytes)}
          </Link>
        </li>
      </ul>
      <CardWarnings card={card} />
      {card.stale && (
        <p className="text-xs text-muted">
          Read <Moment at={card.as_of} now={now} />.
        </p>
      )}
    </>
  );
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

function CardWarnings({ card }: { card: Card }) {
  const shown = card.warnings.filter((warning) => warning.code !== "disabled" && warning.code !== "never_read");
  if (shown.length === 0) return null;
  return (
    <ul className="rounded-md bg-warn-soft px-2 py-1 text-warn">
      {shown.map((warning) => (
        <li key={`${warning.code} ${warning.message}`} className="break-words">
          {warning.message}
        </li>
      ))}
    </ul>
  );
}
