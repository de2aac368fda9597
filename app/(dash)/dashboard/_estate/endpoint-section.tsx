import type { ReactNode } from "react";
import { formatBytes } from "#lib/format/bytes";
import { formatCount } from "#lib/format/count";
import type { ProxmoxNode } from "#lib/nodes/schema";
import type { Storage } from "#lib/storage/schema";
import { Badge, JobBadge } from "#ui/badge";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { KeepaliveBadge } from "../../../_status/keepalive-badge.tsx";
import { endpointResult } from "../../_home/endpoint-result.ts";
import { StateBadge } from "../../_inventory/parts.tsx";
import type { EndpointPart } from "../read-dashboard.ts";
import { Meter, share } from "./meter.tsx";
import { SyncedObjects } from "./synced-objects.tsx";

/** What one Proxmox endpoint has: cluster, guests, how full its nodes and storage are, what its last sync wrote. */
export function EndpointSection({ part, everyMs, now }: { part: EndpointPart; everyMs: number; now: Date }) {
  const { endpoint, card, check } = part;
  const at = `proxmox_endpoint_id=${endpoint.id}`;
  return (
    <section aria-label={endpoint.name} className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3.5 py-2">
        <h3 className="min-w-0 break-words font-semibold">
          <Link href={`/endpoints/proxmox/${endpoint.id}`} className="text-text">
            {endpoint.name}
          </Link>
        </h3>
        <span className="text-muted">{clusterWords(part)}</span>
        {card.cluster?.quorate === false && <Badge tone="bad">No quorum</Badge>}
        <span className="ml-auto">{check && <KeepaliveBadge check={check} everyMs={everyMs} />}</span>
      </header>
      {card.as_of === null ? (
        <p className="px-3.5 py-6 text-center text-muted">{card.warnings[0]?.message ?? "Not read yet."}</p>
      ) : (
        <div className="grid lg:grid-cols-2">
          <div className="min-w-0 lg:border-r lg:border-line">
            <Group title="Nodes" more={moreOf(part.nodes, `/nodes?${at}`)}>
              {part.nodes.results.map((node) => (
                <NodeLine key={node.id} node={node} />
              ))}
            </Group>
          </div>
          <div className="min-w-0 border-t border-line lg:border-t-0">
            <Group title="Storage" more={moreOf(part.storage, `/storage?${at}`)}>
              {part.storage.results.map((storage) => (
                <StorageLine key={storage.id} storage={storage} />
              ))}
            </Group>
          </div>
        </div>
      )}
      <LastSync part={part} now={now} />
    </section>
  );
}

function clusterWords({ card }: EndpointPart): string {
  const { cluster } = card;
  if (!cluster) return card.object.domain ?? card.object.ip_address ?? "";
  const version = cluster.version ? `, Proxmox VE ${cluster.version}` : "";
  const guests = `${formatCount(card.vm_count, "VM")}, ${formatCount(card.lxc_count, "container")}, ${card.running_count} running`;
  return `${cluster.mode === "cluster" ? "cluster" : cluster.mode} ${cluster.name}${version} · ${guests}`;
}

function moreOf(page: { count: number; results: unknown[] }, href: string): ReactNode {
  const more = page.count - page.results.length;
  return more > 0 ? <Link href={href}>{more} more</Link> : null;
}

function Group({ title, more, children }: { title: string; more: ReactNode; children: ReactNode[] }) {
  return (
    <>
      <h4 className="flex px-3.5 pt-2.5 text-xs font-semibold text-muted">
        {title}
        <span className="ml-auto font-normal">{more}</span>
      </h4>
      {children.length === 0 ? (
        <p className="px-3.5 pb-3 text-muted">None was read.</p>
      ) : (
        <ul className="pt-1 pb-2">{children}</ul>
      )}
    </>
  );
}

function NodeLine({ node }: { node: ProxmoxNode }) {
  const cpu = node.cpu === null ? null : node.cpu * 100;
  return (
    <li className="grid grid-cols-3 items-center gap-x-4 gap-y-0.5 px-3.5 py-1 sm:grid-cols-[minmax(0,1.2fr)_repeat(3,minmax(0,1fr))]">
      <span className="col-span-3 flex min-w-0 items-center gap-2 sm:col-span-1">
        <Link href={node.display_url} className="truncate font-medium text-text" title={node.name}>
          {node.name}
        </Link>
        {node.status !== "online" && <StateBadge status={node.status} missing={node.missing} />}
      </span>
      <Meter
        label="CPU"
        percent={cpu}
        detail={cpu === null ? "not known" : `${cpu.toFixed(1)} % of ${node.max_cpu ?? "?"} cores`}
      />
      <Meter
        label="Memory"
        percent={share(node.memory_bytes, node.max_memory_bytes)}
        detail={ofWords(node.memory_bytes, node.max_memory_bytes)}
      />
      <Meter
        label="Disk"
        percent={share(node.disk_bytes, node.max_disk_bytes)}
        detail={ofWords(node.disk_bytes, node.max_disk_bytes)}
      />
    </li>
  );
}

function StorageLine({ storage }: { storage: Storage }) {
  const words = ofWords(storage.used_bytes, storage.total_bytes);
  return (
    <li className="grid items-center gap-x-4 px-3.5 py-1 sm:grid-cols-2">
      <span className="min-w-0">
        <Link href={storage.display_url} className="block truncate font-medium text-text" title={storage.name}>
          {storage.name}
          <span className="font-normal text-muted">{storage.node === null ? " · shared" : ` · ${storage.node}`}</span>
        </Link>
      </span>
      <Meter label={words} percent={share(storage.used_bytes, storage.total_bytes)} detail={words} />
    </li>
  );
}

function ofWords(used: number | null, total: number | null): string {
  if (total === null) return "not known";
  return used === null ? formatBytes(total) : `${formatBytes(used)} of ${formatBytes(total)}`;
}

function LastSync({ part: { last, endpoint }, now }: { part: EndpointPart; now: Date }) {
  const result = last && endpointResult(last, endpoint.id);
  return (
    <footer className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3.5 py-2">
      {last && result ? (
        <>
          <JobBadge job={{ ...last, outcome: result.outcome }} />
          <span className="text-muted">
            <Link href={last.display_url}>Job {last.id}</Link> <Moment at={last.completed_at} now={now} />
          </span>
          <SyncedObjects job={last} endpointId={endpoint.id} />
        </>
      ) : (
        <span className="text-muted">No sync has included it yet.</span>
      )}
    </footer>
  );
}
