import type { Ctx } from "#lib/ctx";
import { listCopies } from "#lib/endpoints/copies";
import { type EndpointKind, kindTitles, type PublicEndpoint } from "#lib/endpoints/schema";
import { ActionForm, Button } from "#ui/button";
import { CheckboxField } from "#ui/field";
import { Panel } from "#ui/panel";

type Props = { kind: EndpointKind; endpoint: PublicEndpoint };

export function Removal({ ctx, kind, endpoint }: Props & { ctx: Ctx }) {
  return (
    <Panel title="Switch off or delete" className="lg:col-span-2">
      <div className="grid gap-3 px-3.5 py-3">
        <div className="flex flex-wrap items-center gap-3">
          <ActionForm
            action={`/api/endpoints/${kind}/${endpoint.id}`}
            fields={{ _method: "PATCH", enabled: String(!endpoint.enabled) }}
          >
            {endpoint.enabled ? "Disable" : "Enable"}
          </ActionForm>
          <span className="text-muted">
            {endpoint.enabled ? "It keeps its secrets and is no longer used." : "It is used again by the next sync."}
          </span>
        </div>
        <details>
          <summary className="text-bad">Delete this {kindTitles[kind].one}…</summary>
          <Deletion ctx={ctx} kind={kind} endpoint={endpoint} />
        </details>
      </div>
    </Panel>
  );
}

async function Deletion({ ctx, kind, endpoint }: Props & { ctx: Ctx }) {
  const copies = await listCopies(ctx.db, kind, endpoint.id);
  return (
    <form method="post" action={`/api/endpoints/${kind}/${endpoint.id}`} className="mt-2">
      <input type="hidden" name="_method" value="DELETE" />
      <input type="hidden" name="next" value={`/endpoints/${kind}`} />
      {copies.length > 0 && (
        <CheckboxField
          label={kind === "backends" ? "Delete what it holds of ours, too" : "Delete its copies at backends, too"}
          name="remove_copies"
          hint={`Credentials were given: ${copyWords(copies)}. What is not deleted there stays there.`}
        />
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="danger">{`Delete ${endpoint.name}`}</Button>
        <span className="text-muted">Its secrets are deleted, too; its jobs and their logs stay.</span>
      </div>
    </form>
  );
}

const titles = { netbox: "NetBox endpoint", proxmox: "Proxmox endpoint" } as const;

const copyWords = (copies: Awaited<ReturnType<typeof listCopies>>): string =>
  copies.map((copy) => `${titles[copy.kind]} ${copy.endpoint.name} to backend ${copy.backend.name}`).join(", ");
