import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { pageCtx } from "#lib/auth/page-ctx";
import { wantsWebsocket } from "#lib/endpoints/wants-websocket";
import { listLiveJobs } from "#lib/jobs/live";
import { AppShell } from "../_shell/app-shell.tsx";
import { SyncEndToast } from "../_shell/sync-end-toast.tsx";
import { TransportLabel } from "../_status/transport-label.tsx";

export default async function DashLayout({ children }: { children: ReactNode }) {
  const { ctx, actor } = await pageCtx();
  const [live, jar, wantsSocket] = await Promise.all([listLiveJobs(ctx), cookies(), wantsWebsocket(ctx.db)]);
  const running = live.filter((job) => job.status === "running").length;
  return (
    <AppShell
      user={{ username: actor.username, role: actor.role }}
      theme={jar.get("theme")?.value ?? "system"}
      status={<TransportLabel wantsSocket={wantsSocket} />}
      counts={{ jobs: running > 0 ? `${running} running` : undefined }}
    >
      {children}
      <SyncEndToast />
    </AppShell>
  );
}
