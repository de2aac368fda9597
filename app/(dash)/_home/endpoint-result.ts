import { addCounts } from "#lib/frames/fold";
import { type Counts, noCounts } from "#lib/jobs/counts";
import type { WireJob } from "#lib/jobs/wire";

export type EndpointResult = { outcome: WireJob["outcome"]; counts: Counts };

const isEnded = (stage: WireJob["stages"][number]): boolean => stage.status !== "pending" && stage.status !== "skipped";

/** How a job ended for one of its Proxmox endpoints: another one's failure is not its own. */
export function endpointResult(job: WireJob, endpointId: number): EndpointResult {
  const stages = job.stages.filter((stage) => stage.proxmox_endpoint_id === endpointId && isEnded(stage));
  const counts = stages.map((stage) => ({ ...noCounts, ...stage.counts })).reduce(addCounts, noCounts);
  if (stages.length === 0 || (job.outcome !== "failed" && job.outcome !== "warnings")) {
    return { outcome: job.outcome, counts };
  }
  const hasFailed = stages.some((stage) => stage.status === "failed" && !stage.optional);
  const isHurt = stages.some((stage) => stage.status === "failed" || stage.status === "warning");
  if (hasFailed) return { outcome: "failed", counts };
  return { outcome: isHurt || counts.failed + counts.warnings > 0 ? "warnings" : "ok", counts };
}
