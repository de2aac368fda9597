import type { PublicUser } from "#lib/users/schema";
import { CheckboxField, SecretField, SelectField, TextField } from "#ui/field";
import { EditForm, FieldGroup } from "#ui/form";
import { bindForm } from "../../../_shell/bind-form.ts";
import type { FormState } from "../../../_shell/form-state.ts";
import { roleOptions } from "../role-options.ts";

/** The form of a new or an existing user. */
export function UserForm({ user, state }: { user: PublicUser | null; state: FormState | null }) {
  const form = bindForm({ state, stored: user });
  return (
    <EditForm
      action={user ? `/api/users/${user.id}` : "/api/users"}
      method={user ? "PATCH" : undefined}
      refusal={state}
      submit={user ? "Save" : "Add user"}
      cancelHref="/settings/users"
    >
      <FieldGroup title="User" hint="A new role or password, and disabling, end the sessions of the user.">
        <TextField label="Username" required autoComplete="off" {...form.text("username")} />
        <SelectField label="Role" options={roleOptions()} {...form.text("role", "viewer")} />
        <SecretField
          label="Password"
          name="password"
          autoComplete="new-password"
          required={!user}
          hint={user ? "Leave empty to keep it." : "At least 12 characters."}
          errors={state?.errors.password}
        />
        <CheckboxField label="Enabled" {...form.check("enabled", true)} />
      </FieldGroup>
    </EditForm>
  );
}
