import type { WireJob } from "#lib/jobs/wire";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { DefinitionList } from "#ui/panel";
import { endpointScope, stageScope, startedBy } from "../scope.ts";

const modes: Record<string, string> = {
  stages: "Stage by stage, one stream each",
  "full-update": "One stream for everything",
  json: "One request without progress",
};

/** Everything the job was asked to do, and by whom it was done. */
export function JobParameters(props: {
  job: WireJob;
  endpoints: ReadonlyMap<number, string>;
  backend: string | null;
  now: Date;
}) {
  const { job, now } = props;
  const { params } = job;
  return (
    <DefinitionList
      items={[
        ["Stages", stageScope(job)],
        ["Proxmox endpoints", endpointScope(job, props.endpoints)],
        ["Backend", props.backend ?? "The default one"],
        ["NetBox VM ids", params.netbox_vm_ids.length > 0 ? params.netbox_vm_ids.join(", ") : "All"],
        ["Mode", modes[params.mode] ?? params.mode],
        ["When another job runs", params.on_conflict === "queue" ? "Wait for it" : "Skip this one"],
        ["Transport", params.transport === "websocket" ? "WebSocket (legacy)" : "HTTP streaming"],
        ["Started by", startedBy(job)],
        ["Created", <Moment key="created" at={job.created_at} now={now} />],
        ["Scheduled for", <Moment key="scheduled" at={job.scheduled_at} now={now} />],
        ["Started", <Moment key="started" at={job.started_at} now={now} />],
        ["Ended", <Moment key="ended" at={job.completed_at} now={now} />],
        ["Worker", job.worker ?? "–"],
        ["Attempt", String(job.attempt)],
        [
          "Repeats",
          job.parent_job_id === null ? (
            "–"
          ) : (
            <Link key="parent" href={`/jobs/${job.parent_job_id}`}>
              job {job.parent_job_id}
            </Link>
          ),
        ],
      ]}
    />
  );
}
