import { type FirstLines, LOG_PAGE, type LogSearch, logHref } from "./log-search.ts";

/** Paging through the log by links; with JavaScript the viewer has every line. */
export function LogPages({ jobId, search, log }: { jobId: number; search: LogSearch; log: FirstLines }) {
  const first = log.lines[0]?.seq ?? 0;
  const last = log.lines.at(-1)?.seq ?? 0;
  if (log.lines.length === 0) return null;
  return (
    <noscript>
      <nav aria-label="Pages of the log" className="mt-3 flex flex-wrap gap-4">
        <span className="text-muted">
          Lines {first} to {last} of {log.lastSeq}
        </span>
        {first > 1 && <a href={logHref(jobId, search, 0)}>First</a>}
        {first > 1 && <a href={logHref(jobId, search, first - 1 - LOG_PAGE)}>Earlier</a>}
        {last < log.lastSeq && <a href={logHref(jobId, search, last)}>Later</a>}
        {last < log.lastSeq && <a href={logHref(jobId, search, null)}>Newest</a>}
      </nav>
    </noscript>
  );
}
