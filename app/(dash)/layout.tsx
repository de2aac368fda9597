import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { wantsWebsocket } from "#lib/endpoints/wants-websocket";
import { presentCounts } from "#lib/inventory/count-present";
import { listLiveJobs } from "#lib/jobs/live";
import { ZoneProvider } from "#ui/zone";
import { AppShell } from "../_shell/app-shell.tsx";
import { EarlyKeys } from "../_shell/early-keys.tsx";
import { KeepFocus } from "../_shell/keep-focus.tsx";
import { KeyMap } from "../_shell/key-map.tsx";
import { Palette } from "../_shell/palette.tsx";
import { SyncEndToast } from "../_shell/sync-end-toast.tsx";
import { TransportLabel } from "../_status/transport-label.tsx";

export default async function DashLayout({ children }: { children: ReactNode }) {
  const { ctx, actor, timeZone } = await pageCtx();
  const [live, jar, wantsSocket, present] = await Promise.all([
    listLiveJobs(ctx),
    cookies(),
    wantsWebsocket(ctx.db),
    presentCounts(ctx),
  ]);
  const running = live.filter((job) => job.status === "running").length;
  return (
    <EarlyKeys>
      <ZoneProvider timeZone={timeZone}>
        <AppShell
          user={{ username: actor.username, role: actor.role }}
          theme={jar.get("theme")?.value ?? "system"}
          density={jar.get("density")?.value ?? "comfortable"}
          status={<TransportLabel wantsSocket={wantsSocket} />}
          counts={{ ...present, jobs: running > 0 ? `${running} running` : undefined }}
        >
          {children}
          <SyncEndToast />
          <KeepFocus />
          <KeyMap />
          <Palette maySync={can(actor, "jobs:create")} />
        </AppShell>
      </ZoneProvider>
    </EarlyKeys>
  );
}
