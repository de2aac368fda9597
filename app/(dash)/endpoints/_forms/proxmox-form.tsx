import { SecretField, SelectField, TextField } from "#ui/field";
import { FieldGroup, FullRow } from "#ui/form";
import type { BoundForm } from "../../../_shell/bind-form.ts";
import { AddressFields } from "./address-fields.tsx";
import type { Choice } from "./choices.ts";
import { TokenNameField, UsernameField } from "./sign-in-fields.tsx";

export function ProxmoxForm({ form, backends }: { form: BoundForm; backends: Choice[] }) {
  return (
    <>
      <AddressFields form={form} port={8006} />
      <FieldGroup
        title="Sign-in"
        hint="A password, or better an API token of a user with the role PVEAuditor. Both are stored sealed and never shown."
      >
        <UsernameField form={form} />
        <SecretField label="Password" {...form.secret("password")} />
        <TokenNameField form={form} />
        <SecretField label="Token value" {...form.secret("token_value")} />
      </FieldGroup>
      <FieldGroup title="Use">
        <FullRow>
          <SelectField
            label="Backend"
            {...form.text("backend_id")}
            options={[["", "The default one"], ...backends]}
            hint="The proxbox-api that reads this Proxmox."
          />
        </FullRow>
        <TextField label="Site slug" {...form.text("site_slug")} hint="The NetBox site of its nodes." />
        <TextField label="Tenant slug" {...form.text("tenant_slug")} hint="The NetBox tenant of its objects." />
      </FieldGroup>
      <FieldGroup title="Requests" hint="How the backend asks this Proxmox. Empty means the backend's own choice.">
        <TextField label="Timeout in seconds" {...form.text("timeout")} inputMode="numeric" />
        <TextField label="Retries" {...form.text("max_retries")} inputMode="numeric" />
        <TextField label="Pause between retries in seconds" {...form.text("retry_backoff")} inputMode="decimal" />
      </FieldGroup>
    </>
  );
}
