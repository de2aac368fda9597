import type { Ctx } from "#lib/ctx";
import { requestZone } from "#lib/format/request-zone";
import { readJobFrames } from "#lib/jobs/frames";
import { getJob } from "#lib/jobs/get";
import { getJobView } from "#lib/jobs/view";
import type { WireJob } from "#lib/jobs/wire";
import { LivePanel } from "./live-panel.tsx";

/** More would hide the rest of the page; each follows a stream of its own. */
const SHOWN = 2;
const LINES = 5;
const MAX_DATA = 500;

/** The jobs that run or wait, with their last lines. */
export async function LiveJobs(props: { ctx: Ctx; jobs: WireJob[]; mayCancel: boolean; now: Date }) {
  const shown = await Promise.all(
    props.jobs.slice(0, SHOWN).map(async (job) => {
      const [whole, view] = await Promise.all([getJob(props.ctx, job.id), getJobView(props.ctx, job.id)]);
      const { frames } = await readJobFrames(props.ctx, job.id, {
        before: view.seq + 1,
        limit: LINES,
        max_data: MAX_DATA,
      });
      return { job: whole, view, frames };
    }),
  );
  return shown.map(({ job, view, frames }) => (
    <LivePanel
      key={job.id}
      job={job}
      view={view}
      lines={frames}
      mayCancel={props.mayCancel}
      nowMs={props.now.getTime()}
      timeZone={requestZone()}
    />
  ));
}
