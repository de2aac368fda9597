import type { ReactNode } from "react";
import type { Ctx } from "#lib/ctx";
import { isAppError } from "#lib/errors";
import type { Vm } from "#lib/vms/schema";
import { LinkButton } from "#ui/button";
import { Empty } from "#ui/panel";
import { BackupsTab } from "./backups-tab.tsx";
import { ConfigTab, DisksTab, InterfacesTab } from "./config-tabs.tsx";
import { Overview } from "./overview.tsx";
import { SnapshotsTab } from "./snapshots-tab.tsx";
import { TaskLogTab, TasksTab } from "./tasks-tab.tsx";

export const panelTabs = [
  { key: "overview", label: "Overview" },
  { key: "snapshots", label: "Snapshots" },
  { key: "backups", label: "Backups" },
  { key: "tasks", label: "Task history" },
  { key: "config", label: "Configuration" },
  { key: "disks", label: "Disks" },
  { key: "interfaces", label: "Interfaces" },
] as const;
export type PanelTab = (typeof panelTabs)[number]["key"];

export const readTab = (text: string | string[] | undefined): PanelTab =>
  panelTabs.find((tab) => tab.key === text)?.key ?? "overview";

type Props = { ctx: Ctx; vm: Vm; tab: PanelTab; upid: string | null; now: Date };

/** One part of a guest. A part that cannot be read says so in its place; the others are not touched. */
export async function VmPanel(props: Props): Promise<ReactNode> {
  try {
    return await tabOf(props);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return (
      <Empty title="This could not be read">
        <p className="mb-3">{error.message}</p>
        <LinkButton href={`${props.vm.display_url}?tab=${props.tab}`}>Try again</LinkButton>
      </Empty>
    );
  }
}

function tabOf({ ctx, vm, tab, upid, now }: Props): Promise<ReactNode> {
  switch (tab) {
    case "overview":
      return Overview({ ctx, vm, now });
    case "snapshots":
      return SnapshotsTab({ ctx, vm, now });
    case "backups":
      return BackupsTab({ ctx, vm, now });
    case "tasks":
      return upid === null ? TasksTab({ ctx, vm, now }) : TaskLogTab({ ctx, vm, upid, now });
    case "config":
      return ConfigTab({ ctx, vm, now });
    case "disks":
      return DisksTab({ ctx, vm, now });
    case "interfaces":
      return InterfacesTab({ ctx, vm, now });
  }
}
