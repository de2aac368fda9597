import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { readSettings } from "#lib/settings/read";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import { readFormState } from "../../_shell/form-state.ts";
import { SettingsForm } from "./settings-form.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";

export const metadata: Metadata = { title: "Settings" };

type Props = { searchParams: Promise<{ saved?: string }> };

export default async function SettingsPage({ searchParams }: Props) {
  const { ctx, actor } = await pageCtx();
  const [settings, state, { saved }] = await Promise.all([
    readSettings(ctx.db),
    readFormState("/api/settings"),
    searchParams,
  ]);
  const mayWrite = can(actor, "settings:write");
  return (
    <>
      <PageHeader title="Settings" lead="They apply from the next sync on." />
      <SettingsTabs actor={actor} on="/settings" />
      {saved && !state && <Banner tone="ok">The settings were saved.</Banner>}
      {!mayWrite && <Banner tone="info">You can read the settings; changing them needs the role admin.</Banner>}
      <fieldset disabled={!mayWrite} className="contents">
        <SettingsForm settings={settings} state={state} />
      </fieldset>
    </>
  );
}
