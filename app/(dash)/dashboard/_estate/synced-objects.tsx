import { noCounts, objectCount } from "#lib/jobs/counts";
import type { WireJob } from "#lib/jobs/wire";
import { stageTitle } from "#lib/sync/stages";

/** How many objects of each kind the last sync of an endpoint dealt with. */
export function SyncedObjects({ job, endpointId }: { job: WireJob; endpointId: number }) {
  const counted = job.stages
    .filter((stage) => stage.proxmox_endpoint_id === endpointId)
    .map((stage) => ({ stage: stage.sync_type, objects: objectCount({ ...noCounts, ...stage.counts }) }))
    .filter(({ objects }) => objects > 0);
  if (counted.length === 0) return <span className="text-muted">It dealt with no object.</span>;
  return (
    <ul className="flex flex-wrap gap-x-3 sm:ml-auto" aria-label="Synced objects">
      {counted.map(({ stage, objects }) => (
        <li key={stage} className="text-muted">
          <span className="font-semibold text-text">{objects}</span> {stageTitle(stage)}
        </li>
      ))}
    </ul>
  );
}
