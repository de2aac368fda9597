import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { ActionForm } from "#ui/button";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Panel } from "#ui/panel";
import { SocketLines } from "./socket-lines.tsx";

export const metadata: Metadata = { title: "WebSockets" };

const legacy = { transport: "websocket" };

export default async function DebugWebsocketPage() {
  const { actor } = await pageCtx();
  if (!can(actor, "debug:read"))
    return <NoPermission title="WebSockets" needed="admin" backHref="/" backLabel="Home" />;
  return (
    <>
      <PageHeader
        title="WebSockets"
        crumbs={[{ label: "Debug" }, { label: "WebSockets" }]}
        lead="The browser's own channel, and the legacy one of a backend."
      />
      <Panel title="Legacy: the backend's own WebSocket">
        <div className="px-3.5 py-3">
          <p className="mb-3 max-w-prose text-muted">
            It predates the streams and sends the same lines. Newer backends refuse it unless they run in their legacy
            mode. A command becomes a job; its messages are the job's frames.
          </p>
          <div className="flex flex-wrap gap-2">
            <ActionForm action="/sync/devices" fields={legacy}>
              Sync Nodes
            </ActionForm>
            <ActionForm action="/sync/virtual-machines" fields={legacy}>
              Sync Virtual Machines
            </ActionForm>
            <ActionForm action="/sync/full-update" fields={legacy}>
              Full Update Sync
            </ActionForm>
          </div>
        </div>
      </Panel>
      <Panel title="This browser's channel" className="mt-4">
        <SocketLines />
      </Panel>
    </>
  );
}
