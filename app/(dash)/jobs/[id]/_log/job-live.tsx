"use client";

import { type ReactNode, useMemo } from "react";
import { formatCount } from "#lib/format/count";
import type { JobView } from "#lib/frames/fold";
import type { WireJob } from "#lib/jobs/wire";
import { LiveRegion } from "#ui/live-region";
import { Panel } from "#ui/panel";
import { Tabs } from "#ui/tabs";
import type { JobTab } from "../job-tabs.ts";
import { type FirstLog, JobLog } from "./job-log.tsx";
import { ProblemList } from "./problem-list.tsx";
import { ProgressPanel } from "./progress-panel.tsx";
import { boardRows } from "./stage-board.ts";
import { StageList } from "./stage-list.tsx";
import { useJob, useServerNow } from "./use-job.ts";

export type JobLiveProps = {
  job: WireJob;
  /** The fold and the lines of the server's first paint. */
  view: JobView;
  log: FirstLog;
  tab: JobTab;
  objectCount: number;
  endpoints: [id: number, name: string][];
  nowMs: number;
  timeZone: string;
  /** What the server shows of the tabs that do not move: objects, changes, parameters. */
  panel: ReactNode;
};

/** The part of the job page that goes on by itself: progress, stages and the tabs. */
export function JobLive(props: JobLiveProps) {
  const { job, tab } = props;
  const isOver = job.completed_at !== null;
  const first = { jobId: job.id, streamUrl: job.stream_url, isOver, view: props.view, lines: props.log.lines };
  const { store, snapshot } = useJob(first, job);
  const nowMs = useServerNow(props.nowMs, snapshot.link !== "ended");
  const { view } = snapshot;
  const rows = useMemo(() => boardRows(job.stages, view), [job.stages, view]);
  const endpoints = useMemo(() => new Map(props.endpoints), [props.endpoints]);
  const stageNames = useStable(stagesOf(job, view));
  return (
    <>
      <ProgressPanel job={job} view={view} rows={rows} isOver={isOver} nowMs={nowMs} />
      <div className="grid items-start gap-4 xl:grid-cols-[300px_minmax(0,1fr)]">
        <Panel
          title="Stages"
          aside={<span className="text-xs">{stageSummary(rows)}</span>}
          className="order-2 xl:order-1"
        >
          {rows.length > 0 ? (
            <StageList rows={rows} endpoints={endpoints} nowMs={nowMs} />
          ) : (
            <p className="px-3.5 py-3 text-muted">The plan appears when a worker takes the job.</p>
          )}
        </Panel>
        <section className="order-1 min-w-0 rounded-lg border border-line bg-surface xl:order-2">
          <div className="border-b border-line px-2 py-1.5">
            <Tabs label="Parts of the job" tabs={tabsOf(props, view)} />
          </div>
          {tab === "log" && (
            <>
              <JobLog store={store} job={job} stages={stageNames} first={props.log} timeZone={props.timeZone} />
              <LogOnPaper job={job} view={view} isOver={isOver} />
            </>
          )}
          {tab === "problems" && <ProblemList view={view} isOver={isOver} />}
          {props.panel}
        </section>
      </div>
      <LiveRegion text={announcement(rows, isOver, job)} />
    </>
  );
}

/** A log of any length does not go on paper: its problems do, and where the rest is. */
function LogOnPaper({ job, view, isOver }: { job: WireJob; view: JobView; isOver: boolean }) {
  return (
    <div className="print-only">
      <ProblemList view={view} isOver={isOver} />
      <p className="px-3.5 py-2.5">
        The log of {formatCount(view.seq, "line")} is at {job.display_url}, and as text at {job.display_url}
        /log?format=text.
      </p>
    </div>
  );
}

function tabsOf({ job, tab, objectCount }: JobLiveProps, view: JobView) {
  const base = `/jobs/${job.id}`;
  const of = (name: JobTab, label: string, count?: number) => ({
    href: name === "log" ? base : `${base}?tab=${name}`,
    label,
    count,
    isOn: tab === name,
  });
  return [
    of("log", "Log"),
    of("problems", "Problems", view.problemCount),
    of("objects", "Objects", objectCount),
    of("changes", "Changes"),
    of("parameters", "Parameters"),
  ];
}

/** The same array for as long as it holds the same. */
function useStable(list: string[]): string[] {
  const key = list.join("\n");
  return useMemo(() => key.split("\n"), [key]);
}

function stagesOf(job: WireJob, view: JobView): string[] {
  return [
    ...new Set([
      "preflight",
      ...job.stages.map((stage) => stage.sync_type),
      ...view.stages.map((stage) => stage.stage),
    ]),
  ];
}

function stageSummary(rows: { status: string }[]): string {
  const ended = rows.filter((row) => row.status !== "pending" && row.status !== "running").length;
  return `${ended} of ${rows.length}`;
}

/** Only a change of stage or state is read out, not every line. */
function announcement(rows: { title: string; status: string }[], isOver: boolean, job: WireJob): string {
  if (isOver) return `Job ${job.id} ended: ${job.outcome ?? job.status}.`;
  const running = rows.find((row) => row.status === "running");
  return running ? `${running.title} is running.` : "";
}
