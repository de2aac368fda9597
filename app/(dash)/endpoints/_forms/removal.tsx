import type { Ctx } from "#lib/ctx";
import { listCopies } from "#lib/endpoints/copies";
import { type EndpointKind, kindTitles, type PublicEndpoint } from "#lib/endpoints/schema";
import { ActionForm } from "#ui/button";
import { DeleteMenu } from "#ui/delete-menu";
import { CheckboxField } from "#ui/field";
import { Panel } from "#ui/panel";

type Props = { kind: EndpointKind; endpoint: PublicEndpoint };

export function InUse({ kind, endpoint }: Props) {
  return (
    <Panel title={endpoint.enabled ? "Switch off" : "Switch on"} className="lg:col-span-2">
      <div className="flex flex-wrap items-center gap-3 px-3.5 py-3">
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
    </Panel>
  );
}

export async function DeleteEndpoint({ ctx, kind, endpoint }: Props & { ctx: Ctx }) {
  const copies = await listCopies(ctx.db, kind, endpoint.id);
  return (
    <DeleteMenu
      action={`/api/endpoints/${kind}/${endpoint.id}`}
      what={`Delete ${kindTitles[kind].one} ${endpoint.name}`}
      note="Its secrets are deleted, too; its jobs and their logs stay."
      next={`/endpoints/${kind}`}
    >
      {copies.length > 0 && (
        <CheckboxField
          label={kind === "backends" ? "Delete what it holds of ours, too" : "Delete its copies at backends, too"}
          name="remove_copies"
          hint={`Credentials were given: ${copyWords(copies)}. What is not deleted there stays there.`}
        />
      )}
    </DeleteMenu>
  );
}

const titles = { netbox: "NetBox endpoint", proxmox: "Proxmox endpoint" } as const;

const copyWords = (copies: Awaited<ReturnType<typeof listCopies>>): string =>
  copies.map((copy) => `${titles[copy.kind]} ${copy.endpoint.name} to backend ${copy.backend.name}`).join(", ");
