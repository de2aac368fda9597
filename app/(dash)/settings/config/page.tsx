import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { readDraft } from "#lib/config/draft";
import { LinkButton } from "#ui/button";
import { LongTextField } from "#ui/field";
import { EditForm, FieldGroup, FullRow } from "#ui/form";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import { readFormState } from "../../../_shell/form-state.ts";
import { SettingsTabs } from "../settings-tabs.tsx";
import { Differences } from "./differences.tsx";
import { FileIntoField } from "./file-into-field.tsx";
import { MissingSecrets } from "./missing-secrets.tsx";

export const metadata: Metadata = { title: "Configuration" };

const LEAD =
  "Settings, endpoints, schedules and webhooks as a YAML file, found by their names. It holds no secrets, and no schedule whose only run has passed.";

type Props = { searchParams: Promise<{ created?: string; changed?: string }> };

export default async function ConfigPage({ searchParams }: Props) {
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "config:manage"))
    return <NoPermission title="Configuration" needed="admin" backHref="/settings" backLabel="Settings" />;
  const [draft, state, { created, changed }] = await Promise.all([
    readDraft(ctx),
    readFormState("/api/config"),
    searchParams,
  ]);
  const kept = state?.values.document;
  return (
    <>
      <PageHeader title="Configuration" lead={LEAD}>
        <LinkButton kind="primary" href="/api/config">
          Download YAML
        </LinkButton>
      </PageHeader>
      <SettingsTabs actor={actor} on="/settings/config" />
      {created !== undefined && !state && draft === null && (
        <Banner tone="ok">
          The configuration was imported: {Number(created) || 0} created, {Number(changed) || 0} changed.
        </Banner>
      )}
      <MissingSecrets ctx={ctx} />
      {draft !== null && <Differences ctx={ctx} document={draft} state={state} />}
      <EditForm
        action="/api/config"
        refusal={draft === null ? state : null}
        submit="Show the differences"
        cancelHref="/settings/config"
      >
        <input type="hidden" name="dry_run" value="true" />
        <FieldGroup
          title="Import"
          hint="Creates and changes what the file names, all or nothing; what it does not name stays. You see what would change first."
        >
          <FullRow>
            <FileIntoField fieldId="document" />
            <LongTextField
              label="Configuration"
              name="document"
              required
              defaultValue={typeof kept === "string" ? kept : (draft ?? "")}
              placeholder="format: proxbox-console-config"
            />
          </FullRow>
        </FieldGroup>
      </EditForm>
    </>
  );
}
