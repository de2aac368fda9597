import type { Role } from "#lib/auth/schema";
import type { PublicToken } from "#lib/tokens/schema";
import { CheckboxField, SelectField, TextField } from "#ui/field";
import { FieldGroup, FullRow } from "#ui/form";
import { bindForm } from "../../../_shell/bind-form.ts";
import type { FormState } from "../../../_shell/form-state.ts";
import { roleOptions } from "../role-options.ts";

type Props = { token: PublicToken | null; state: FormState | null; roles: readonly Role[] };

/** The fields of a token. Its role is chosen once; the secret is shown once and never here. */
export function TokenFields({ token, state, roles }: Props) {
  const stored = token && {
    ...token,
    expires_at: token.expires_at?.slice(0, "2026-01-01".length) ?? "",
    allowed_addresses: token.allowed_addresses?.join(", ") ?? "",
  };
  const form = bindForm({ state, stored });
  return (
    <FieldGroup title="Token" hint="Give each program a token of its own, with the lowest role that does.">
      <TextField label="Name" required {...form.text("name")} />
      {!token && <SelectField label="Role" options={roleOptions(roles)} {...form.text("role", "viewer")} />}
      <TextField
        label="Expires"
        type="date"
        hint="Empty: never. The token works until the end of that day, UTC."
        {...form.text("expires_at")}
      />
      <CheckboxField label="May change things" {...form.check("write_enabled", true)} />
      <FullRow>
        <TextField
          label="Allowed addresses"
          hint="Addresses or CIDRs, separated by commas. Empty: from anywhere."
          {...form.text("allowed_addresses")}
        />
      </FullRow>
    </FieldGroup>
  );
}
