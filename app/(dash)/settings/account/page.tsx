import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { SecretField, TextField } from "#ui/field";
import { EditForm, FieldGroup } from "#ui/form";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import { type FormState, readFormState } from "../../../_shell/form-state.ts";
import { SettingsTabs } from "../settings-tabs.tsx";

export const metadata: Metadata = { title: "Account" };

type Props = { searchParams: Promise<{ saved?: string }> };

export default async function AccountPage({ searchParams }: Props) {
  const { actor, timeZone } = await pageCtx();
  const [state, profile, { saved }] = await Promise.all([
    readFormState("/api/me/password"),
    readFormState("/api/me"),
    searchParams,
  ]);
  return (
    <>
      <PageHeader title="Account" lead={`Signed in as ${actor.username}, role ${actor.role}.`} />
      <SettingsTabs actor={actor} on="/settings/account" />
      {saved === "profile" && !profile && <Banner tone="ok">Times are now shown in {timeZone}.</Banner>}
      <ProfileForm refusal={profile} stored={actor.timeZone ?? ""} shown={timeZone} />
      {saved === "1" && !state && <Banner tone="ok">Your password was changed; your other sessions ended.</Banner>}
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

/** Where times are told; an empty field means the zone of the console. */
function ProfileForm(props: { refusal: FormState | null; stored: string; shown: string }) {
  const kept = props.refusal?.values.time_zone;
  return (
    <EditForm action="/api/me" method="PATCH" refusal={props.refusal} submit="Save profile" cancelHref="/">
      <FieldGroup title="Times" hint={`They are shown in ${props.shown}.`}>
        <TextField
          label="Time zone"
          name="time_zone"
          list="time-zones"
          defaultValue={typeof kept === "string" ? kept : props.stored}
          hint="Of the IANA list, such as Europe/Berlin. Empty: the zone of the console."
          errors={props.refusal?.errors.time_zone}
        />
        <datalist id="time-zones">
          {Intl.supportedValuesOf("timeZone").map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </FieldGroup>
    </EditForm>
  );
}
