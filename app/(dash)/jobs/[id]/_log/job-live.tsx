"use client";

import { type ReactNode, useMemo } from "react";
import type { JobView } from "#lib/frames/fold";
import type { WireJob } from "#lib/jobs/wire";
import { Panel } from "#ui/panel";
import { Tabs } from "#ui/tabs";
import { type FirstLog, JobLog } from "./job-log.tsx";
import { ProblemList } from "./problem-list.tsx";
import { ProgressPanel } from "./progress-panel.tsx";
import { boardRows } from "./stage-board.ts";
import { StageList } from "./stage-list.tsx";
import { useJob, useNow } from "./use-job.ts";

export type JobTab = "log" | "problems" | "parameters";

export type JobLiveProps = {
  job: WireJob;
  /** The fold and the lines of the server's first paint. */
  view: JobView;
  log: FirstLog;
  tab: JobTab;
  endpoints: [id: number, name: string][];
  nowMs: number;
  timeZone: string;
  parameters: ReactNode;
};

/** The part of the job page that goes on by itself: progress, stages and the tabs. */
export function JobLive(props: JobLiveProps) {
  const { job, tab } = props;
  const isOver = job.completed_at !== null;
  const first = { jobId: job.id, streamUrl: job.stream_url, isOver, view: props.view, lines: props.log.lines };
  const { store, snapshot } = useJob(first, job);
  const nowMs = useNow(props.nowMs, snapshot.link !== "ended");
  const { view } = snapshot;
  const rows = useMemo(() => boardRows(job.stages, view), [job.stages, view]);
  const endpoints = useMemo(() => new Map(props.endpoints), [props.endpoints]);
  const stageNames = useMemo(() => stagesOf(job, view), [job, view]);
  const base = `/jobs/${job.id}`;
  return (
    <>
      <ProgressPanel job={job} view={view} rows={rows} isOver={isOver} />
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
            <Tabs
              label="Parts of the job"
              tabs={[
                { href: base, label: "Log", isOn: tab === "log" },
                { href: `${base}?tab=problems`, label: "Problems", count: view.problemCount, isOn: tab === "problems" },
                { href: `${base}?tab=parameters`, label: "Parameters", isOn: tab === "parameters" },
              ]}
            />
          </div>
          {tab === "log" && (
            <JobLog
              store={store}
              snapshot={snapshot}
              job={job}
              stages={stageNames}
              first={props.log}
              timeZone={props.timeZone}
              nowMs={nowMs}
            />
          )}
          {tab === "problems" && <ProblemList view={view} isOver={isOver} />}
          {tab === "parameters" && props.parameters}
        </section>
      </div>
      <Announcer text={announcement(rows, isOver, job)} />
    </>
  );
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

function announcement(rows: { title: string; status: string }[], isOver: boolean, job: WireJob): string {
  if (isOver) return `Job ${job.id} ended: ${job.outcome ?? job.status}.`;
  const running = rows.find((row) => row.status === "running");
  return running ? `${running.title} is running.` : "";
}

/** Only a change of stage or state is read out, not every line. */
function Announcer({ text }: { text: string }) {
  return (
    <p aria-live="polite" className="sr-only">
      {text}
    </p>
  );
}
