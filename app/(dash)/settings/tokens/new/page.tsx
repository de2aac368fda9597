import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { roleAtLeast } from "#lib/auth/permissions";
import { roles } from "#lib/auth/schema";
import { CheckboxField, SelectField, TextField } from "#ui/field";
import { EditForm, FieldGroup, FullRow } from "#ui/form";
import { PageHeader } from "#ui/page-header";
import { bindForm } from "../../../../_shell/bind-form.ts";
import { readFormState } from "../../../../_shell/form-state.ts";

export const metadata: Metadata = { title: "New API token" };

export default async function NewTokenPage() {
  const { actor } = await pageCtx();
  const state = await readFormState("/api/tokens");
  const form = bindForm({ state, stored: null });
  const options = roles.filter((role) => roleAtLeast(actor.role, role)).map((role): [string, string] => [role, role]);
  return (
    <>
      <PageHeader
        title="New API token"
        crumbs={[{ label: "API tokens", href: "/settings/tokens" }, { label: "New" }]}
      />
      <EditForm action="/api/tokens" refusal={state} submit="Create token" cancelHref="/settings/tokens">
        <FieldGroup title="Token" hint="Give each program a token of its own, with the lowest role that does.">
          <TextField label="Name" required {...form.text("name")} />
          <SelectField label="Role" options={options} {...form.text("role", "viewer")} />
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
      </EditForm>
    </>
  );
}
