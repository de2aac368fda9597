import type { PublicEndpoint } from "#lib/endpoints/schema";
import type { Card } from "#lib/inventory/schema";
import type { WireJob } from "#lib/jobs/wire";
import type { WireCheck } from "#lib/status/schema";
import { stageTitle } from "#lib/sync/stages";
import { Badge, JobBadge } from "#ui/badge";
import { ActionForm } from "#ui/button";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { KeepaliveBadge } from "../../_status/keepalive-badge.tsx";
import { primaryAddress } from "../endpoints/_forms/address.ts";
import { countWords } from "../jobs/scope.ts";
import { endpointResult } from "./endpoint-result.ts";
import { LiveFacts } from "./live-facts.tsx";

type Props = {
  endpoint: PublicEndpoint;
  last: WireJob | undefined;
  running: WireJob | undefined;
  check: WireCheck | undefined;
  card: Card | undefined;
  checkEveryMs: number;
  maySync: boolean;
  now: Date;
};

/** One Proxmox endpoint: what it is, when it was last synced and how, and the way to sync it now. */
export function EndpointCard(props: Props) {
  const { endpoint, check } = props;
  return (
    <article className="flex min-w-0 flex-col gap-2.5 rounded-lg border border-line bg-surface p-3.5">
      <header className="flex items-start gap-2">
        <h3
          className="min-w-0 flex-1 truncate text-base font-semibold"
          title={`${endpoint.name} at ${primaryAddress(endpoint)}`}
        >
          <Link href={`/endpoints/proxmox/${endpoint.id}`} className="text-text">
            {endpoint.name}
          </Link>
        </h3>
        {check ? (
          <KeepaliveBadge check={check} everyMs={props.checkEveryMs} />
        ) : (
          <Badge tone="idle">{endpoint.enabled ? "Not checked yet" : "Disabled"}</Badge>
        )}
      </header>
      {props.card && <LiveFacts card={props.card} nowMs={props.now.getTime()} />}
      {check?.status === "error" && (
        <p className="break-words rounded-md bg-bad-soft px-2 py-1 text-bad">{check.detail}</p>
      )}
      <footer className="mt-auto flex min-h-7 items-center gap-2 pt-0.5">
        <LastSync {...props} />
        {props.maySync && (
          <ActionForm
            action="/sync/full-update"
            syncUrl="/sync/full-update"
            fields={{ proxmox_endpoint_ids: String(endpoint.id) }}
            disabled={!endpoint.enabled}
            title={endpoint.enabled ? undefined : "Enable the endpoint first"}
          >
            Sync Now
          </ActionForm>
        )}
      </footer>
    </article>
  );
}

function LastSync({ endpoint, last, running, now }: Props) {
  if (running) {
    return (
      <span className="min-w-0 flex-1">
        <JobBadge job={running} /> <span className="text-muted">{progressWords(running, endpoint.id)}</span>
      </span>
    );
  }
  if (!last?.completed_at) return <span className="min-w-0 flex-1 text-muted">No sync has included it yet.</span>;
  const result = endpointResult(last, endpoint.id);
  const counts = countWords(result.counts);
  return (
    <span className="min-w-0 flex-1">
      <Link href={last.display_url} className="no-underline">
        <span className="sr-only">Job {last.id}, the last sync: </span>
        <JobBadge job={{ ...last, outcome: result.outcome }} />
      </Link>{" "}
      <span className="text-muted">
        <Moment at={last.completed_at} now={now} />
        {counts !== "–" && `, ${counts}`}
      </span>
    </span>
  );
}

/** "Virtual machines, 268 of 412" of this endpoint, or where else its turn is. */
function progressWords({ progress, stages }: WireJob, endpointId: number): string {
  const own = stages.filter((stage) => stage.proxmox_endpoint_id === endpointId);
  const stage = own.find((each) => each.status === "running");
  if (!stage) return own.some((each) => each.status !== "pending") ? "" : "waits for its turn";
  const title = stageTitle(stage.sync_type);
  const isCounted = progress?.stage === stage.sync_type && progress.total !== null;
  return isCounted ? `${title}, ${progress.done} of ${progress.total}` : title;
}
