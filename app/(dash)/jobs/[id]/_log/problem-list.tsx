import type { JobView, Problem } from "#lib/frames/fold";
import { stageTitle } from "#lib/sync/stages";
import { Badge } from "#ui/badge";
import { Empty } from "#ui/panel";
import { lineHref } from "./line.tsx";

export type ProblemGroup = {
  key: string;
  text: string;
  level: Problem["level"];
  suggestion: string | null;
  problems: Problem[];
};

/** Problems with one cause as one entry, the first of each telling the story. Errors come first. */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const groups = Map.groupBy(
    problems,
    (problem) => `${problem.level}:${problem.stage}:${problem.category ?? problem.text}`,
  );
  return [...groups.entries()]
    .map(([key, list]) => ({
      key,
      text: list[0]?.text ?? "",
      level: list[0]?.level ?? "warning",
      suggestion: list.find((problem) => problem.suggestion)?.suggestion ?? null,
      problems: list,
    }))
    .sort((a, b) => Number(b.level === "error") - Number(a.level === "error"));
}

const SHOWN_LINES = 20;

/** What went wrong, grouped by cause, what to do about it first. */
export function ProblemList({ view, isOver }: { view: JobView; isOver: boolean }) {
  if (view.problems.length === 0) {
    return (
      <Empty title={isOver ? "No problems" : "No problems so far"}>No line of this job is a warning or an error.</Empty>
    );
  }
  return (
    <ul>
      {groupProblems(view.problems).map((group) => (
        <li key={group.key} className="border-b border-line px-3.5 py-2.5 last:border-b-0">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={group.level === "error" ? "bad" : "warn"}>
              {group.level === "error" ? "Error" : "Warning"}
            </Badge>
            <span className="text-muted">{stageTitle(group.problems[0]?.stage ?? "")}</span>
            {group.problems.length > 1 && <span className="text-muted">{group.problems.length} times</span>}
          </p>
          {group.suggestion && <p className="mt-1 font-medium">{group.suggestion}</p>}
          <p className="mt-1 break-words">{group.text}</p>
          <p className="mt-1 flex flex-wrap gap-x-2 text-xs">
            {group.problems.slice(0, SHOWN_LINES).map((problem) => (
              <a key={problem.seq} href={lineHref(problem.seq)}>
                line {problem.seq}
              </a>
            ))}
          </p>
        </li>
      ))}
      {view.problemCount > view.problems.length && (
        <li className="px-3.5 py-2.5 text-muted">
          {view.problemCount - view.problems.length} more are in the{" "}
          <a href="?problems=true">log, filtered by problems</a>.
        </li>
      )}
    </ul>
  );
}
