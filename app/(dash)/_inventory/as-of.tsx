import type { InventoryRead } from "#lib/inventory/reads";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";

const SHOWN = 3;

/** When each endpoint was read, and by which job; a reading that failed says so. */
export function AsOf(props: { reads: InventoryRead[]; names: ReadonlyMap<number, string>; now: Date }) {
  const known = props.reads
    .filter((read) => props.names.has(read.proxmoxEndpointId))
    .toSorted((a, b) => (a.asOf?.getTime() ?? 0) - (b.asOf?.getTime() ?? 0));
  if (known.length === 0) return null;
  return (
    <p className="px-3.5 py-2 text-xs text-muted">
      {known.slice(0, SHOWN).map((read, index) => (
        <span key={read.proxmoxEndpointId}>
          {index > 0 && " · "}
          {props.names.get(read.proxmoxEndpointId)}: <Age read={read} now={props.now} />
        </span>
      ))}
      {known.length > SHOWN && ` · ${known.length - SHOWN} more are newer`}
    </p>
  );
}

function Age({ read, now }: { read: InventoryRead; now: Date }) {
  if (!read.asOf) return <>not read yet</>;
  return (
    <>
      as of <Moment at={read.asOf} now={now} />
      {read.jobId !== null && (
        <>
          , by <Link href={`/jobs/${read.jobId}`}>job {read.jobId}</Link>
        </>
      )}
      {read.error && " (the last reading failed)"}
    </>
  );
}
