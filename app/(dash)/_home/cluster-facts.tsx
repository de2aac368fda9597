import type { ReactNode } from "react";
import { formatBytes } from "#lib/format/bytes";
import type { Card } from "#lib/inventory/schema";
import { Link } from "#ui/link";
import { Moment, ProgressBar } from "#ui/moment";

/** What one endpoint holds, as it was last read, and what is wrong with it. */
export function ClusterFacts({ card, now }: { card: Card; now: Date }) {
  const { cluster, storage } = card;
  const at = `proxmox_endpoint_id=${card.endpoint_id}`;
  const percent = storage.total_bytes === 0 ? null : (storage.used_bytes / storage.total_bytes) * 100;
  const used = `${formatBytes(storage.used_bytes)} of ${formatBytes(storage.total_bytes)}`;
  return (
    <>
      <Sentence>{cluster ? clusterWords(cluster) : "No cluster was found."}</Sentence>
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        <Figure
          href={`/nodes?${at}`}
          value={card.node_count === 0 ? "–" : `${card.nodes_online} / ${card.node_count}`}
          label="nodes online"
        />
        <Figure
          href={`/vms?${at}&type=qemu&template=false`}
          value={card.vm_count}
          label={plural(card.vm_count, "VM")}
        />
        <Figure
          href={`/vms?${at}&type=lxc&template=false`}
          value={card.lxc_count}
          label={plural(card.lxc_count, "container")}
        />
        <Figure href={`/vms?${at}&status=running`} value={card.running_count} label="running" />
      </ul>
      <Link
        href={`/storage?${at}`}
        title={used}
        className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-2 text-muted no-underline"
      >
        Storage
        <ProgressBar percent={percent ?? 0} label={`Storage: ${used}`} />
        <span className="text-text">{percent === null ? "–" : `${Math.round(percent)} %`}</span>
      </Link>
      <CardWarnings card={card} />
      {card.stale && card.as_of && (
        <p className="text-xs text-muted">
          Read <Moment at={card.as_of} now={now} />.
        </p>
      )}
    </>
  );
}

/** The room of the facts before the first reading: what replaces it has the same size. */
export function FactsSkeleton({ sentence }: { sentence: string }) {
  return (
    <>
      <Sentence>{sentence}</Sentence>
      <ul className="flex flex-wrap gap-x-6 gap-y-1" aria-hidden="true">
        {["nodes online", "VMs", "containers", "running"].map((label) => (
          <li key={label}>
            <span className="my-1 block h-5 w-9 rounded bg-idle-soft" />
            <span className="block text-xs text-muted">{label}</span>
          </li>
        ))}
      </ul>
      <p className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-2 text-muted" aria-hidden="true">
        Storage <span className="h-1.5 rounded bg-idle-soft" /> <span className="h-3 w-8 rounded bg-idle-soft" />
      </p>
    </>
  );
}

const Sentence = ({ children }: { children: ReactNode }) => (
  <p className="line-clamp-2 break-words text-muted" title={String(children)}>
    {children}
  </p>
);

function clusterWords(cluster: NonNullable<Card["cluster"]>): string {
  const version = cluster.version ? ` · PVE ${cluster.version}` : "";
  if (cluster.mode !== "cluster") return `Standalone “${cluster.name}”${version} · no cluster`;
  const quorum = cluster.quorate === null ? "" : cluster.quorate ? " · quorate" : " · no quorum";
  return `Cluster “${cluster.name}”${version}${quorum}`;
}

const plural = (count: number, word: string): string => (count === 1 ? word : `${word}s`);

function Figure({ href, value, label }: { href: string; value: string | number; label: string }) {
  return (
    <li>
      <Link href={href} className="group block text-text no-underline hover:no-underline">
        <span className="block text-lg font-semibold group-hover:text-accent">{value}</span>
        <span className="block text-xs text-muted">{label}</span>
      </Link>
    </li>
  );
}

function CardWarnings({ card }: { card: Card }) {
  const shown = card.warnings.filter((warning) => warning.code !== "disabled" && warning.code !== "never_read");
  if (shown.length === 0) return null;
  return (
    <ul className="grid gap-1">
      {shown.map((warning) => (
        <li
          key={`${warning.code} ${warning.message}`}
          className={`break-words rounded-md px-2 py-1 ${warning.code === "node_offline" ? "bg-warn-soft text-warn" : "bg-bad-soft text-bad"}`}
        >
          {warning.message}
        </li>
      ))}
    </ul>
  );
}
