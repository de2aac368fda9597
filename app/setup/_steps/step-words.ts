import type { SetupKind, StepState } from "#lib/setup/progress";
import type { Tone } from "../../_ui/badge.tsx";

export const stepTitles: Record<SetupKind, string> = {
  backends: "proxbox-api, the backend",
  netbox: "NetBox",
  proxmox: "Proxmox VE",
};

export const stepLeads: Record<SetupKind, string> = {
  backends: "The service that reads Proxmox and writes to NetBox. This console drives it.",
  netbox: "Where the backend writes. It needs the plugin netbox-proxbox and a token that may write.",
  proxmox: "The cluster, or the single node, that is documented. One node of a cluster is enough.",
};

export const stateBadges: Record<StepState, { tone: Tone; word: string }> = {
  missing: { tone: "idle", word: "To do" },
  untested: { tone: "idle", word: "Not tested yet" },
  failed: { tone: "bad", word: "Does not work yet" },
  warning: { tone: "warn", word: "Works, with warnings" },
  ok: { tone: "ok", word: "Works" },
};
