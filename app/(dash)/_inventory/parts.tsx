import { formatBytes } from "#lib/format/bytes";
import { formatCount } from "#lib/format/count";
import { formatDuration } from "#lib/format/duration";
import { Badge } from "#ui/badge";
import { ActionForm } from "#ui/button";
import { ProgressBar } from "#ui/moment";

/** What a person reads of a state, with its tone. */
export function StateBadge({ status, missing }: { status: string | null; missing: boolean }) {
  if (missing) {
    return (
      <Badge tone="warn" title="Not in the last reading of its endpoint">
        Missing
      </Badge>
    );
  }
  const good = ["running", "online", "available"].includes(status ?? "");
  const bad = ["offline", "unknown", "unavailable"].includes(status ?? "");
  const word = status ? status.charAt(0).toUpperCase() + status.slice(1) : "Unknown";
  return <Badge tone={good ? "ok" : bad ? "bad" : "idle"}>{word}</Badge>;
}

/** Used of total, in words and as a bar. */
export function Usage({ used, total, label }: { used: number | null; total: number | null; label: string }) {
  if (used === null || total === null || total === 0) return <span className="text-muted">{formatBytes(total)}</span>;
  const percent = (used / total) * 100;
  return (
    <span className="inline-block min-w-36">
      <span className="block whitespace-nowrap text-xs">
        {formatBytes(used)} of {formatBytes(total)}
      </span>
      <ProgressBar percent={percent} label={`${label}: ${Math.round(percent)} % used`} />
    </span>
  );
}

export function Cpu({ share, cores }: { share: number | null; cores: number | null }) {
  if (share === null) return <span className="text-muted">{cores === null ? "–" : formatCount(cores, "core")}</span>;
  return (
    <span>
      {(share * 100).toFixed(1)} %{cores === null ? "" : ` of ${formatCount(cores, "core")}`}
    </span>
  );
}

const DAY_SECONDS = 86_400;

/** Guests run for weeks: from the second day on, days and hours say enough. */
export function Uptime({ seconds }: { seconds: number | null }) {
  if (seconds === null || seconds === 0) return <span>–</span>;
  if (seconds < 2 * DAY_SECONDS) return <span>{formatDuration(seconds * 1000)}</span>;
  const hours = Math.floor((seconds % DAY_SECONDS) / 3600);
  return (
    <span>
      {Math.floor(seconds / DAY_SECONDS)}d {hours}h
    </span>
  );
}

export function NetboxLink({ href }: { href: string | null }) {
  if (href === null) return <span className="text-muted">not known</span>;
  return (
    <a href={href} rel="noreferrer" className="break-all">
      Open in NetBox
    </a>
  );
}

/** What Sync Now of this object does beyond it, or why it cannot; in words, since nobody hovers over a phone. */
export function SyncNote({ missing, scope }: { missing: boolean; scope: string | null }) {
  const note = missing
    ? "It was not in the last reading of its endpoint, so there is nothing to sync. A full sync looks again."
    : scope;
  return note && <p className="mb-3 text-muted">{note}</p>;
}

/** Starts a small job for one object. */
export function SyncNow({ noun, row }: { noun: "cluster" | "node" | "storage" | "vm"; row: Row }) {
  return (
    <ActionForm
      action={`/api/sync/${noun}/${row.id}`}
      syncUrl={`/api/sync/${noun}/${row.id}`}
      kind="primary"
      disabled={row.missing}
    >
      Sync Now
    </ActionForm>
  );
}

type Row = { id: number; missing: boolean };
