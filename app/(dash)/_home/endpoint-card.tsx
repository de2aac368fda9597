import type { PublicEndpoint } from "#lib/endpoints/schema";
import type { Card } from "#lib/inventory/card";
import type { WireJob } from "#lib/jobs/wire";
import type { WireCheck } from "#lib/status/schema";
import { Badge, JobBadge } from "#ui/badge";
import { ActionForm } from "#ui/button";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { KeepaliveBadge } from "../../_status/keepalive-badge.tsx";
import { primaryAddress } from "../endpoints/_forms/address.ts";
import { countWords } from "../jobs/scope.ts";
import { ClusterFacts } from "./cluster-facts.tsx";
import { endpointResult } from "./endpoint-result.ts";

/** One Proxmox endpoint: what it is, when it was last synced and how, and the way to sync it now. */
export function EndpointCard(props: {
  endpoint: PublicEndpoint;
  last: WireJob | undefined;
  running: WireJob | undefined;
  check: WireCheck | undefined;
  card: Card | undefined;
  checkEveryMs: number;
  maySync: boolean;
  now: Date;
}) {
  const { endpoint, last, running, now } = props;
  const result = last && endpointResult(last, endpoint.id);
  return (
    <article className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface p-3.5">
      <header className="flex items-start gap-2">
        <h3 className="min-w-0 flex-1 truncate font-semibold">
          <Link href={`/endpoints/proxmox/${endpoint.id}`} className="text-text">
            {endpoint.name}
          </Link>
        </h3>
        {running ? (
          <JobBadge job={running} />
        ) : last ? (
          <JobBadge job={{ ...last, outcome: result?.outcome ?? null }} />
        ) : (
          <Badge tone="idle">Never synced</Badge>
        )}
      </header>
      <p className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-mono text-xs text-muted">{primaryAddress(endpoint)}</span>
        {props.check && <KeepaliveBadge check={props.check} everyMs={props.checkEveryMs} />}
      </p>
      {props.check?.status === "error" && (
        <p className="break-words rounded-md bg-bad-soft px-2 py-1 text-bad">{props.check.detail}</p>
      )}
      {props.card && <ClusterFacts card={props.card} now={now} />}
      <footer className="mt-auto flex min-h-7 items-center gap-2">
        <span className="min-w-0 flex-1 text-muted">
          {last?.completed_at ? (
            <>
              Synced <Moment at={last.completed_at} now={now} />
              {result && countWords(result.counts) !== "–" && `, ${countWords(result.counts)}`}
            </>
          ) : (
            "No sync has included it yet."
          )}
        </span>
        {props.maySync && (
          <ActionForm
            action="/sync/full-update"
            syncUrl="/sync/full-update"
            fields={{ proxmox_endpoint_ids: String(endpoint.id) }}
            disabled={!endpoint.enabled}
            title={endpoint.enabled ? undefined : "Enable the endpoint first"}
          >
            Sync now
          </ActionForm>
        )}
      </footer>
    </article>
  );
}
