import type { Ctx } from "#lib/ctx";
import { possibleSendings } from "#lib/endpoints/possible-sendings";
import type { EndpointKind } from "#lib/endpoints/schema";
import { CONFIRM_FIELD, needsConfirmation } from "#lib/endpoints/sendings";
import { hasOwnPassword } from "#lib/users/confirm-password";
import { SecretField } from "#ui/field";
import { FieldGroup, FullRow } from "#ui/form";
import type { BoundForm } from "../../../_shell/bind-form.ts";
import { ConfirmAtProvider } from "./confirm-at-provider.tsx";

const hints: Record<EndpointKind, string> = {
  backends: "A sync gives a backend these credentials. They go to its new address when you change address or TLS.",
  proxmox: "A sync gives the backend this endpoint's credentials. Another backend gets them when you change it.",
  netbox: "A sync gives the token to every backend that writes here. Another default sends it to other backends.",
};

/** Which credentials go where by saving this form, and the own password, when it was not entered lately. */
export async function SendingFields(props: { ctx: Ctx; kind: EndpointKind; id: number | null; form: BoundForm }) {
  const { ctx, kind, id, form } = props;
  const sent = await possibleSendings(ctx, kind, id);
  const here = `/endpoints/${kind}/${id === null ? "new" : `${id}/edit`}`;
  const asks = needsConfirmation(ctx.actor);
  if (sent.length === 0 && !asks) return null;
  return (
    <FieldGroup title="Where credentials go" hint={hints[kind]}>
      <FullRow>
        {sent.length > 0 && (
          <ul className="mb-3 list-disc pl-5">
            {sent.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
        {asks && (await hasOwnPassword(ctx)) && (
          <SecretField
            label="Your own password"
            {...form.secret(CONFIRM_FIELD)}
            autoComplete="current-password"
            hint="Asked for when this change sends credentials to a new place; otherwise leave it empty. It counts for 10 minutes."
          />
        )}
        {asks && !(await hasOwnPassword(ctx)) && <ConfirmAtProvider here={here} />}
      </FullRow>
    </FieldGroup>
  );
}
