import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { type KeyUse, keyUses } from "#lib/secrets/status";
import { Badge } from "#ui/badge";
import { Command } from "#ui/command";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Panel } from "#ui/panel";
import { type Column, Table } from "#ui/table";
import { SettingsTabs } from "../settings-tabs.tsx";
import { nextStep } from "./next-step.ts";

export const metadata: Metadata = { title: "Secrets" };

const LEAD = "Passwords, tokens and keys of the endpoints and webhooks are stored sealed. Nobody can read them here.";

export default async function SecretsPage() {
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "secrets:rotate"))
    return <NoPermission title="Secrets" needed="admin" backHref="/settings" backLabel="Settings" />;
  const uses = await keyUses(ctx);
  const { words, command } = nextStep(uses);
  return (
    <>
      <PageHeader title="Secrets" lead={LEAD} />
      <SettingsTabs actor={actor} on="/settings/secrets" />
      <Panel title="Keys of CONSOLE_SECRET_KEYS">
        <Table caption="Keys" columns={columns} rows={uses} rowKey={({ kid }) => kid} />
        <div className="grid gap-2 px-3.5 py-3">
          <p className="max-w-[72ch]">{words}</p>
          {command && <Command text={command} />}
        </div>
      </Panel>
    </>
  );
}

const columns: Column<KeyUse>[] = [
  { key: "kid", label: "Key", isName: true, cell: ({ kid }) => <code>{kid}</code> },
  { key: "secrets", label: "Secrets it sealed", numeric: true, cell: ({ secrets }) => secrets },
  { key: "state", label: "State", cell: (use) => <KeyBadge use={use} /> },
];

function KeyBadge({ use: { isCurrent, isKnown } }: { use: KeyUse }) {
  if (isCurrent) return <Badge tone="ok">Seals and opens</Badge>;
  return isKnown ? <Badge tone="idle">Only opens</Badge> : <Badge tone="bad">Missing</Badge>;
}
