import type { Ctx } from "#lib/ctx";
import type { EndpointKind, PublicEndpoint } from "#lib/endpoints/schema";
import { EditForm } from "#ui/form";
import { bindForm } from "../../../_shell/bind-form.ts";
import { readFormState } from "../../../_shell/form-state.ts";
import { BackendForm } from "./backend-form.tsx";
import { endpointChoices } from "./choices.ts";
import { NetboxForm } from "./netbox-form.tsx";
import { ProxmoxForm } from "./proxmox-form.tsx";
import { SendingFields } from "./sending-fields.tsx";

/** The form of a kind, to create one or to change `endpoint`. */
export async function EndpointForm(props: { ctx: Ctx; kind: EndpointKind; endpoint: PublicEndpoint | null }) {
  const { ctx, kind, endpoint } = props;
  const action = `/api/endpoints/${kind}${endpoint ? `/${endpoint.id}` : ""}`;
  const state = await readFormState(action);
  const form = bindForm({ state, stored: endpoint });
  return (
    <EditForm
      action={action}
      method={endpoint ? "PATCH" : undefined}
      refusal={state}
      submit={endpoint ? "Save" : "Create"}
      cancelHref={`/endpoints/${kind}${endpoint ? `/${endpoint.id}` : ""}`}
    >
      {kind === "backends" && <BackendForm form={form} netbox={await endpointChoices(ctx, "netbox")} />}
      {kind === "netbox" && <NetboxForm form={form} />}
      {kind === "proxmox" && <ProxmoxForm form={form} backends={await endpointChoices(ctx, "backends")} />}
      <SendingFields ctx={ctx} kind={kind} id={endpoint?.id ?? null} form={form} />
    </EditForm>
  );
}
