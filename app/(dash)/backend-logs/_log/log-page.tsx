import { readBackendLog } from "#lib/backends/read-log";
import type { Ctx } from "#lib/ctx";
import { errorMessage, isAppError } from "#lib/errors";
import { Link } from "#ui/link";
import { Banner } from "#ui/panel";
import { LogLines } from "./log-lines.tsx";
import { isFollowed, type LogSearch, logHref, logQuery } from "./log-search.ts";

const PAGE = 200;

type Props = { ctx: Ctx; backendId: number; search: LogSearch };

/** A page of what a backend wrote, and where the rest is; a log that cannot be read says why. */
export async function LogPage({ ctx, backendId, search }: Props) {
  try {
    const { entries, hasMore } = await readBackendLog(ctx, backendId, {
      ...logQuery(search),
      q: search.q || undefined,
      since: search.since || undefined,
      until: search.until || undefined,
      older_than_id: search.olderThanId ?? undefined,
      limit: PAGE,
    });
    const oldestId = hasMore ? entries.at(-1)?.id : undefined;
    return (
      <>
        <LogLines
          key={logHref(backendId, search)}
          initial={entries}
          q={search.q}
          streamUrl={isFollowed(search) ? streamUrl(backendId, search) : null}
        />
        <Pages backendId={backendId} search={search} hasMore={hasMore} oldestId={oldestId} />
      </>
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    return <Unreadable why={errorMessage(error)} />;
  }
}

function streamUrl(backendId: number, search: LogSearch): string {
  const given = Object.entries(logQuery(search)).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return `/api/backends/${backendId}/logs/stream?${query}`;
}

function Pages(props: { backendId: number; search: LogSearch; hasMore: boolean; oldestId: number | undefined }) {
  const { backendId, search, hasMore, oldestId } = props;
  return (
    <nav aria-label="Pages" className="flex gap-4 border-t border-line px-3.5 py-2">
      {search.olderThanId !== null && <Link href={logHref(backendId, search, { olderThanId: null })}>Newest</Link>}
      {oldestId !== undefined && <Link href={logHref(backendId, search, { olderThanId: oldestId })}>Older lines</Link>}
      {!hasMore && <span className="text-muted">The backend keeps nothing older that fits.</span>}
    </nav>
  );
}

function Unreadable({ why }: { why: string }) {
  return (
    <div className="px-3.5 pt-3.5">
      <Banner tone="bad">
        <p>The log cannot be read: {why}</p>
        <p>
          <Link href="/doctor">Ask the doctor</Link>
        </p>
      </Banner>
    </div>
  );
}
