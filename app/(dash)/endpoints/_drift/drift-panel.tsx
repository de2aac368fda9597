import { can } from "#lib/auth/permissions";
import type { Ctx } from "#lib/ctx";
import type { EndpointKind } from "#lib/endpoints/schema";
import { readDrift } from "#lib/sync/drift";
import type { Drift, DriftCopy } from "#lib/sync/drift-schema";
import { Badge } from "#ui/badge";
import { ActionForm } from "#ui/button";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { Panel } from "#ui/panel";
import { CopyTable } from "./copy-table.tsx";
import { driftWords } from "./drift-words.ts";

/** Here against the backend, and the way to make them the same. */
export async function DriftPanel(props: { ctx: Ctx; kind: EndpointKind; id: number; now: Date }) {
  const { ctx, kind, id, now } = props;
  const drift = await readDrift(ctx, kind, id);
  const { tone, word, sentence } = driftWords[drift.state];
  const action = can(ctx.actor, "endpoints:push") ? `/api/endpoints/${kind}/${id}/push` : null;
  return (
    <Panel title="Here and in the backend" aside={<Badge tone={tone}>{word}</Badge>} className="lg:col-span-2">
      <div className="grid gap-3 px-3.5 py-3">
        <p>{sentence}</p>
        {drift.bootstrap && <p className="break-words text-muted">{drift.bootstrap.detail}</p>}
        {drift.pending && <Pending pending={drift.pending} action={action} now={now} />}
        {drift.copies.map((copy) => (
          <Copy
            key={`${copy.kind} ${copy.endpoint_id} ${copy.backend_id}`}
            copy={copy}
            isMany={drift.copies.length > 1}
          />
        ))}
        {action && drift.state !== "not_used" && (
          <div className="flex flex-wrap items-center gap-3">
            <ActionForm action={action} title="Write what is held here to the backend now">
              Push
            </ActionForm>
            <span className="text-muted">Sends it with its credentials; written to the audit log.</span>
          </div>
        )}
      </div>
    </Panel>
  );
}

function Pending(props: { pending: NonNullable<Drift["pending"]>; action: string | null; now: Date }) {
  const { pending, action, now } = props;
  return (
    <div className="grid gap-2 rounded-md border border-line bg-surface-2 px-3 py-2">
      <p>
        Saved by {pending.requested_by} <Moment at={pending.requested_at} now={now} />
        {pending.attempts > 0 && `, tried ${pending.attempts} ${pending.attempts === 1 ? "time" : "times"}`}
        {pending.next_try_at && pending.attempts > 0 && (
          <>
            , next try <Moment at={pending.next_try_at} now={now} />
          </>
        )}
        .
      </p>
      {pending.last_error && <p className="break-words text-warn">{pending.last_error}</p>}
      {action && (
        <ActionForm action={action} fields={{ _method: "DELETE" }}>
          Cancel this push
        </ActionForm>
      )}
    </div>
  );
}

function Copy({ copy, isMany }: { copy: DriftCopy; isMany: boolean }) {
  const { tone, word } = driftWords[copy.state];
  return (
    <section className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        {isMany && <Link href={`/endpoints/${copy.kind}/${copy.endpoint_id}`}>{copy.endpoint_name}</Link>}
        <span className="text-muted">
          {copy.kind === "netbox" ? "NetBox endpoint" : "Proxmox endpoint"} in backend{" "}
          <Link href={`/endpoints/backends/${copy.backend_id}`}>{copy.backend_name}</Link>
          {copy.remote_id !== null && `, id ${copy.remote_id} there`}
        </span>
        {isMany && <Badge tone={tone}>{word}</Badge>}
      </p>
      {copy.detail && <p className="break-words text-warn">{copy.detail}</p>}
      {copy.fields.length > 0 && <CopyTable copy={copy} isOpen={!isMany || copy.state === "drifted"} />}
    </section>
  );
}
