import type { Ctx } from "#lib/ctx";
import type { WireJob } from "#lib/jobs/wire";
import { ChangesTab } from "./_objects/changes-tab.tsx";
import { ObjectsTab } from "./_objects/objects-tab.tsx";
import { JobParameters } from "./job-parameters.tsx";
import type { JobPageData } from "./read-job-page.ts";

/** The tabs of a job page that do not move by themselves. */
export function JobPanel({ ctx, job, data }: { ctx: Ctx; job: WireJob; data: JobPageData }) {
  const isOver = job.completed_at !== null;
  const { endpoints, backend, now, objects } = data;
  switch (data.search.tab) {
    case "objects":
      return <ObjectsTab ctx={ctx} jobId={job.id} isOver={isOver} search={objects} endpoints={endpoints} />;
    case "changes":
      return <ChangesTab ctx={ctx} jobId={job.id} isOver={isOver} endpoints={endpoints} />;
    case "parameters":
      return <JobParameters job={job} endpoints={endpoints} backend={backend} now={now} />;
    default:
      return null;
  }
}
