import { CheckboxField, SecretField, SelectField, TextField } from "#ui/field";
import { FieldGroup, FullRow } from "#ui/form";
import type { BoundForm } from "../../../_shell/bind-form.ts";
import { AddressFields } from "./address-fields.tsx";
import type { Choice } from "./choices.ts";

export function BackendForm({ form, netbox }: { form: BoundForm; netbox: Choice[] }) {
  return (
    <>
      <AddressFields form={form} port={8800}>
        <FullRow>
          <CheckboxField label="Use HTTPS" {...form.check("use_https")} />
        </FullRow>
      </AddressFields>
      <FieldGroup
        title="API key"
        hint="The key the console shows to proxbox-api. Left empty, one is generated and registered, if the backend has none yet."
      >
        <FullRow>
          <SecretField
            label="Token"
            {...form.secret("token")}
            hint="32 to 72 bytes. It is stored sealed and never shown."
          />
        </FullRow>
      </FieldGroup>
      <FieldGroup title="Use">
        <SelectField
          label="NetBox endpoint"
          {...form.text("netbox_endpoint_id")}
          options={[["", "The default one"], ...netbox]}
          hint="Where this backend writes."
        />
        <CheckboxField
          label="Default backend"
          {...form.check("is_default")}
          hint="Serves every Proxmox endpoint that names no backend."
        />
      </FieldGroup>
      <FieldGroup
        title="Legacy WebSocket"
        hint="Only for backends that are asked over a WebSocket instead of HTTP streaming."
      >
        <FullRow>
          <CheckboxField label="Use the WebSocket" {...form.check("use_websocket")} />
        </FullRow>
        <TextField label="WebSocket domain" {...form.text("websocket_domain")} spellCheck={false} />
        <TextField label="WebSocket port" {...form.text("websocket_port")} inputMode="numeric" />
      </FieldGroup>
    </>
  );
}
