import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { SecretField } from "#ui/field";
import { EditForm, FieldGroup } from "#ui/form";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import { readFormState } from "../../../_shell/form-state.ts";
import { SettingsTabs } from "../settings-tabs.tsx";

export const metadata: Metadata = { title: "Account" };

type Props = { searchParams: Promise<{ saved?: string }> };

export default async function AccountPage({ searchParams }: Props) {
  const { actor } = await pageCtx();
  const [state, { saved }] = await Promise.all([readFormState("/api/me/password"), searchParams]);
  return (
    <>
      <PageHeader title="Account" lead={`Signed in as ${actor.username}, role ${actor.role}.`} />
      <SettingsTabs actor={actor} on="/settings/account" />
      {saved && !state && <Banner tone="ok">Your password was changed; your other sessions ended.</Banner>}
      <EditForm action="/api/me/password" refusal={state} submit="Change password" cancelHref="/">
        <FieldGroup title="Password" hint="At least 12 characters; none of the commonest ones.">
          <input type="hidden" name="username" autoComplete="username" value={actor.username} disabled />
          <SecretField
            label="Current password"
            name="current_password"
            autoComplete="current-password"
            required
            errors={state?.errors.current_password}
          />
          <SecretField
            label="New password"
            name="password"
            autoComplete="new-password"
            required
            errors={state?.errors.password}
          />
        </FieldGroup>
      </EditForm>
    </>
  );
}
