import { CheckboxField, SecretField } from "#ui/field";
import { FieldGroup } from "#ui/form";
import type { BoundForm } from "../../../_shell/bind-form.ts";
import { AddressFields } from "./address-fields.tsx";
import { TokenVersionField } from "./sign-in-fields.tsx";

export function NetboxForm({ form }: { form: BoundForm }) {
  return (
    <>
      <AddressFields form={form} port={443} />
      <FieldGroup title="Token" hint="An API token of NetBox that may write. It is stored sealed and never shown.">
        <TokenVersionField form={form} />
        <SecretField label="Token key" {...form.secret("token_key")} />
        <SecretField label="Token" {...form.secret("token")} />
      </FieldGroup>
      <FieldGroup title="Use">
        <CheckboxField
          label="Default NetBox endpoint"
          {...form.check("is_default")}
          hint="Backends that name no NetBox endpoint write here."
        />
      </FieldGroup>
    </>
  );
}
