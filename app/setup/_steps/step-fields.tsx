import type { SetupKind } from "#lib/setup/progress";
import { CheckboxField, SecretField, TextField } from "#ui/field";
import type { BoundForm } from "../../_shell/bind-form.ts";
import { TokenNameField, TokenVersionField, UsernameField } from "../../(dash)/endpoints/_forms/sign-in-fields.tsx";

const initial = {
  backends: { name: "proxbox-api", port: 8800, verifies: true },
  netbox: { name: "NetBox", port: 443, verifies: true },
  proxmox: { name: "Proxmox", port: 8006, verifies: true },
} as const;

/** What a first connection needs; everything else stands at the page of the endpoint. */
export function StepFields({ kind, form }: { kind: SetupKind; form: BoundForm }) {
  const { name, port, verifies } = initial[kind];
  return (
    <div className="grid gap-x-4 sm:grid-cols-2">
      <TextField label="Name" {...form.text("name", name)} required maxLength={80} autoComplete="off" />
      <TextField label="Port" {...form.text("port", port)} inputMode="numeric" required />
      <TextField
        label="Domain"
        {...form.text("domain")}
        hint="A host name, without https:// and without a port. This or an IP address."
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        label="IP address"
        {...form.text("ip_address")}
        hint="Asked when the domain does not answer; enough by itself."
        autoComplete="off"
        spellCheck={false}
      />
      {kind === "backends" && <CheckboxField label="Use HTTPS" {...form.check("use_https")} />}
      <CheckboxField label="Verify the certificate" {...form.check("verify_ssl", verifies)} hint={verifyHints[kind]} />
      <Secrets kind={kind} form={form} />
    </div>
  );
}

const verifyHints: Record<SetupKind, string | undefined> = {
  backends: undefined,
  netbox: "On a port other than 443, verifying also chooses https; without it, plain http is used.",
  proxmox: "Proxmox signs its own certificate at first; turn this off until it has one your machines trust.",
};

function Secrets({ kind, form }: { kind: SetupKind; form: BoundForm }) {
  if (kind === "backends") {
    return (
      <SecretField
        label="Token"
        {...secretOf(
          form,
          "token",
          "Its API key, 32 to 72 bytes. Leave it empty if the backend has none yet: one is made and registered.",
        )}
      />
    );
  }
  if (kind === "netbox") {
    return (
      <>
        <TokenVersionField form={form} />
        <SecretField label="Token key" {...secretOf(form, "token_key", "Only for a v2 token.")} />
        <SecretField label="Token" {...secretOf(form, "token", "Of a user that may write, with writing enabled.")} />
      </>
    );
  }
  return (
    <>
      <UsernameField form={form} />
      <SecretField label="Password" {...secretOf(form, "password", "Or, better, an API token:")} />
      <TokenNameField form={form} />
      <SecretField label="Token value" {...form.secret("token_value")} />
    </>
  );
}

/** What is stored already says so instead of what to enter. */
function secretOf(form: BoundForm, name: string, hint: string) {
  const field = form.secret(name);
  return field.stored ? field : { ...field, hint };
}
