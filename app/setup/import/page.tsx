import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import type { Ctx } from "#lib/ctx";
import { getEndpoint } from "#lib/endpoints/get";
import type { PublicEndpoint } from "#lib/endpoints/schema";
import { errorMessage, isAppError } from "#lib/errors";
import { previewImport } from "#lib/plugin-import/preview";
import type { ImportItem } from "#lib/plugin-import/schema";
import { LinkButton } from "#ui/button";
import { Missing } from "#ui/missing";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Banner, Empty, Panel } from "#ui/panel";
import { readFormState } from "../../_shell/form-state.ts";
import { readId } from "../../(dash)/endpoints/_forms/choices.ts";
import { ImportForm } from "./import-form.tsx";

export const metadata: Metadata = { title: "Import from the plugin" };

type Props = { searchParams: Promise<{ netbox?: string }> };

export default async function ImportPage({ searchParams }: Props) {
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "endpoints:write"))
    return <NoPermission title="Import from the plugin" needed="admin" backHref="/" backLabel="Home" />;
  const netbox = await netboxOf(ctx, (await searchParams).netbox ?? "");
  if (!netbox) return <Missing what="such NetBox endpoint" backHref="/setup" backLabel="Set up" />;
  const action = `/api/endpoints/netbox/${netbox.id}/import`;
  const [read, state] = await Promise.all([readPlugin(ctx, netbox.id), readFormState(action)]);
  return (
    <>
      <PageHeader
        title={`Import from the plugin of ${netbox.name}`}
        lead="What netbox-proxbox holds, read with the token of this NetBox endpoint. An endpoint with the same host and port is recognised and left as it is."
        crumbs={[{ label: "Set up", href: "/setup" }, { label: "Import" }]}
      />
      {"problem" in read ? (
        <Banner tone="bad">
          <p className="font-semibold">The plugin could not be read.</p>
          <p className="break-words">{read.problem}</p>
          <p className="mt-1">
            <LinkButton href="/doctor">Ask the doctor</LinkButton>
          </p>
        </Banner>
      ) : read.items.length > 0 ? (
        <ImportForm action={action} items={read.items} state={state} />
      ) : (
        <Panel>
          <Empty title="The plugin holds no endpoints">
            <p className="mb-3">There is nothing to import; enter them here instead.</p>
            <LinkButton href="/setup">Set up</LinkButton>
          </Empty>
        </Panel>
      )}
    </>
  );
}

async function netboxOf(ctx: Ctx, text: string): Promise<PublicEndpoint | null> {
  const id = readId(text);
  if (id === null) return null;
  return getEndpoint(ctx, "netbox", id).catch((error: unknown) => {
    if (isAppError(error, "not_found")) return null;
    throw error;
  });
}

async function readPlugin(ctx: Ctx, netboxId: number): Promise<{ items: ImportItem[] } | { problem: string }> {
  try {
    return { items: await previewImport(ctx, netboxId) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { problem: errorMessage(error) };
  }
}
