import { type Cause, causesOf, type JobView } from "#lib/frames/fold";
import { stageTitle } from "#lib/sync/stages";
import { Badge } from "#ui/badge";
import { Empty } from "#ui/panel";
import { lineHref } from "./line.tsx";

/** Errors first, then what happened most. */
export const orderedCauses = (view: JobView): Cause[] =>
  (view.causes ?? causesOf(view.problems)).toSorted(
    (a, b) => Number(b.level === "error") - Number(a.level === "error") || b.count - a.count,
  );

/** What went wrong, grouped by cause, what to do about it first. */
export function ProblemList({ view, isOver }: { view: JobView; isOver: boolean }) {
  if (view.problems.length === 0) {
    return (
      <Empty title={isOver ? "No problems" : "No problems so far"}>No line of this job is a warning or an error.</Empty>
    );
  }
  const causes = orderedCauses(view);
  const told = causes.reduce((sum, cause) => sum + cause.count, 0);
  return (
    <ul>
      {causes.map((group) => (
        <li key={`${group.seqs[0]}`} className="border-b border-line px-3.5 py-2.5 last:border-b-0">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={group.level === "error" ? "bad" : "warn"}>
              {group.level === "error" ? "Error" : "Warning"}
            </Badge>
            <span className="text-muted">{stageTitle(group.stage)}</span>
            {group.count > 1 && <span className="text-muted">{group.count} times</span>}
          </p>
          {group.suggestion && <p className="mt-1 font-medium">{group.suggestion}</p>}
          <p className="mt-1 break-words">{group.text}</p>
          <p className="mt-1 flex flex-wrap gap-x-2 text-xs">
            {group.seqs.map((seq) => (
              <a key={seq} href={lineHref(seq)}>
                line {seq}
              </a>
            ))}
            {group.count > group.seqs.length && <span className="text-muted">and more</span>}
          </p>
        </li>
      ))}
      {view.problemCount > told && (
        <li className="px-3.5 py-2.5 text-muted">
          {view.problemCount - told} more are in the <a href="?problems=true">log, filtered by problems</a>.
        </li>
      )}
    </ul>
  );
}
