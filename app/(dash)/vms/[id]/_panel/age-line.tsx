import type { Aged } from "#lib/inventory/cached";
import { Moment } from "#ui/moment";

/** When a part was read, and why it is not newer. */
export function AgeLine({ found, now }: { found: Aged<unknown>; now: Date }) {
  return (
    <p className={`border-t border-line px-3.5 py-2 text-xs ${found.stale ? "text-warn" : "text-muted"}`}>
      Read <Moment at={found.as_of} now={now} />.{found.error && ` It could not be read again: ${found.error}`}
    </p>
  );
}
