import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { runtime } from "#lib/runtime";
import { readSetup, setupKinds } from "#lib/setup/progress";
import { hasUsers } from "#lib/users/create-first-admin";
import { LinkButton } from "#ui/button";
import { Command } from "#ui/command";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Banner, Panel } from "#ui/panel";
import { readFormState } from "../_shell/form-state.ts";
import { EndpointStep } from "./_steps/endpoint-step.tsx";
import { FirstAdmin } from "./_steps/first-admin.tsx";
import { FirstSync } from "./_steps/first-sync.tsx";
import { ImportHint } from "./_steps/import-hint.tsx";

export const metadata: Metadata = { title: "Set up" };

const LEAD =
  "Three connections, each tested at once, and the first sync. Leave whenever you like: what is left is read from what is there.";

type Props = { searchParams: Promise<{ code?: string; step?: string }> };

export default async function SetupPage({ searchParams }: Props) {
  const { code = "", step } = await searchParams;
  if (!(await hasUsers(runtime().db))) return <FirstAdmin code={code} />;
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "endpoints:write"))
    return <NoPermission title="Set up" needed="admin" backHref="/" backLabel="Home" />;
  const [progress, refused] = await Promise.all([readSetup(ctx), readFormState(REFUSABLE)]);
  const open = setupKinds.find((kind) => kind === step) ?? progress.next;
  const netbox = progress.steps.find(({ kind }) => kind === "netbox")?.endpoint ?? null;
  return (
    <>
      <PageHeader title="Set up" lead={LEAD}>
        <LinkButton href="/">Leave the set-up</LinkButton>
      </PageHeader>
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
        <ol className="grid min-w-0 gap-4">
          {progress.steps.map((one, index) => (
            <EndpointStep key={one.kind} step={one} number={index + 1} isOpen={one.kind === open} />
          ))}
          <FirstSync progress={progress} number={progress.steps.length + 1} />
        </ol>
        <div className="grid gap-4">
          <ImportHint netbox={netbox} />
          <Panel title="Only looking?">
            <div className="grid gap-2 px-3.5 py-3">
              <p>The demo brings a simulated proxbox-api, NetBox and two clusters, and leaves this console alone.</p>
              <Command text="npm run demo" />
            </div>
          </Panel>
        </div>
      </div>
    </>
  );
}

/** Refusals that no step shows at a field of its own. */
const REFUSABLE = /^\/(sync\/|api\/(doctor|endpoints\/\w+\/\d+\/(push|plugin-row))$)/;
