import { SelectField, TextField } from "#ui/field";
import type { BoundForm } from "../../../_shell/bind-form.ts";

/** Who a Proxmox sees, and the token's name: the same wherever an endpoint is entered. */
export const UsernameField = ({ form }: { form: BoundForm }) => (
  <TextField
    label="Username"
    {...form.text("username", "root@pam")}
    hint="With its realm, e.g. sync@pve."
    required
    autoComplete="off"
    spellCheck={false}
  />
);

export const TokenNameField = ({ form }: { form: BoundForm }) => (
  <TextField
    label="Token name"
    {...form.text("token_name")}
    hint="Only the part after the exclamation mark."
    autoComplete="off"
    spellCheck={false}
  />
);

export const TokenVersionField = ({ form }: { form: BoundForm }) => (
  <SelectField
    label="Token version"
    {...form.text("token_version", "v1")}
    options={[
      ["v1", "v1: one value"],
      ["v2", "v2: key and value"],
    ]}
  />
);
