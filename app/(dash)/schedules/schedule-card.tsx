import { CalendarClock, Pause, Play } from "lucide-react";
import type { ReactNode } from "react";
import type { WireSchedule } from "#lib/schedules/wire";
import { Badge } from "#ui/badge";
import { ActionForm } from "#ui/button";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { DefinitionList } from "#ui/panel";
import { endpointScope, stageScope } from "../jobs/scope.ts";
import { rhythmWords, runWords } from "./words.ts";

type Props = {
  schedule: WireSchedule;
  now: Date;
  mayWrite: boolean;
  /** Names of the Proxmox endpoints. */
  names: ReadonlyMap<number, string>;
  /** On its own page: its name is the heading of that. */
  isAlone?: boolean;
};

export function ScheduleCard({ schedule, now, mayWrite, names, isAlone }: Props) {
  const action = `/api/schedules/${schedule.id}`;
  return (
    <article
      id={`schedule-${schedule.id}`}
      aria-label={schedule.name}
      className="min-w-0 rounded-lg border border-line bg-surface target:border-accent"
    >
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-2">
        <CalendarClock size={15} aria-hidden className="text-muted" />
        {isAlone ? (
          <span className="font-semibold">{rhythmWords(schedule)}</span>
        ) : (
          <h2 className="min-w-0 break-words text-sm font-semibold">
            <Link href={schedule.display_url}>{schedule.name}</Link>
          </h2>
        )}
        {!schedule.enabled && <Badge tone="idle">{isOver(schedule) ? "Over" : "Paused"}</Badge>}
        {schedule.is_system && <Badge tone="idle">Setting</Badge>}
        {mayWrite && (
          <Actions action={action} schedule={schedule} back={isAlone ? schedule.display_url : "/schedules"} />
        )}
      </header>
      <DefinitionList
        items={[
          ...(isAlone ? [] : [["Runs", rhythmWords(schedule)] satisfies [string, ReactNode]]),
          ["Syncs", `${stageScope(schedule)} of ${endpointScope(schedule, names)}`],
          ["Next runs", <NextRuns key="next" schedule={schedule} now={now} />],
          ["Last run", <LastRun key="last" schedule={schedule} now={now} />],
          ...(schedule.missed_count > 0 ? [missed(schedule, now)] : []),
        ]}
      />
    </article>
  );
}

/** `back` is where the reader stays. */
function Actions({ action, schedule, back }: { action: string; schedule: WireSchedule; back: string }) {
  const fields = { next: back };
  return (
    <div className="ml-auto flex flex-wrap gap-2">
      {schedule.enabled && (
        <ActionForm action={`${action}/pause`} fields={fields}>
          <Pause size={14} aria-hidden />
          Pause
        </ActionForm>
      )}
      {!schedule.enabled && !isOver(schedule) && (
        <ActionForm action={`${action}/resume`} fields={fields}>
          Resume
        </ActionForm>
      )}
      <ActionForm action={`${action}/run`}>
        <Play size={14} aria-hidden />
        Run now
      </ActionForm>
    </div>
  );
}

/** A schedule of one run whose time has passed. */
const isOver = (schedule: WireSchedule): boolean =>
  schedule.interval_minutes === null && schedule.cron === null && schedule.next_run_at === null;

function NextRuns({ schedule, now }: { schedule: WireSchedule; now: Date }) {
  if (schedule.next_runs.length === 0) return <span className="text-muted">none</span>;
  return (
    <ol className="flex flex-wrap gap-x-3">
      {schedule.next_runs.map((at) => (
        <li key={at}>
          <time dateTime={at}>{runWords(at, now, schedule.timezone)}</time>
        </li>
      ))}
      <li className="text-muted">{schedule.timezone}</li>
    </ol>
  );
}

function LastRun({ schedule, now }: { schedule: WireSchedule; now: Date }) {
  if (schedule.last_job_id === null) return <span className="text-muted">never</span>;
  return (
    <>
      <Link href={`/jobs/${schedule.last_job_id}`}>Job {schedule.last_job_id}</Link>{" "}
      <Moment at={schedule.last_run_at} now={now} />
    </>
  );
}

function missed(schedule: WireSchedule, now: Date): [string, ReactNode] {
  const { missed_count: count } = schedule;
  return [
    "Missed",
    <span key="missed">
      {count} {count === 1 ? "run" : "runs"}, the last one <Moment at={schedule.last_missed_at} now={now} />
      {schedule.last_error && <span className="block text-warn">{schedule.last_error}</span>}
    </span>,
  ];
}
