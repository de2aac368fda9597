import { CheckboxField, TextField } from "#ui/field";
import { FieldGroup } from "#ui/form";
import type { BoundForm } from "../../../_shell/bind-form.ts";

/** Name and address, which all kinds have. */
export function AddressFields({ form, port, children }: { form: BoundForm; port: number; children?: React.ReactNode }) {
  return (
    <FieldGroup title="Address" hint="The domain is asked first, the IP address when it does not answer.">
      <TextField label="Name" {...form.text("name")} required maxLength={80} autoComplete="off" />
      <TextField label="Port" {...form.text("port", port)} inputMode="numeric" required />
      <TextField
        label="Domain"
        {...form.text("domain")}
        hint="A host name, without https:// and without a port."
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        label="IP address"
        {...form.text("ip_address")}
        hint="A bare address; IPv6 without brackets."
        autoComplete="off"
        spellCheck={false}
      />
      {children}
      <CheckboxField label="Verify the certificate" {...form.check("verify_ssl", true)} />
      <CheckboxField label="Enabled" {...form.check("enabled", true)} hint="Only enabled endpoints are used." />
    </FieldGroup>
  );
}
