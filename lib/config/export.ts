import { stringify } from "yaml";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { readSettings } from "../settings/read.ts";
import { readHere } from "./here.ts";
import { nouns } from "./nouns.ts";
import { FORMAT } from "./schema.ts";

const HEADER = [
  "# Configuration of a Proxbox Console: settings, endpoints, schedules and webhooks, by name. It holds no secrets.",
  "# An import creates and changes what is named here; what is not named stays.",
  "# A schedule that runs once is here while its run is still to come.",
].join("\n");

/** The configuration as YAML. It has no field for a secret, by construction. */
export async function exportConfig(ctx: Ctx): Promise<string> {
  requirePermission(ctx.actor, "config:manage");
  const here = await readHere(ctx);
  const document = {
    format: FORMAT,
    version: 1,
    settings: await readSettings(ctx.db),
    endpoints: {
      netbox: here.netbox.map((row) => nouns.netbox.toConfig(row, here)),
      backends: here.backends.map((row) => nouns.backends.toConfig(row, here)),
      proxmox: here.proxmox.map((row) => nouns.proxmox.toConfig(row, here)),
    },
    schedules: here.schedules.map((row) => nouns.schedules.toConfig(row, here)),
    webhooks: here.webhooks.map((row) => nouns.webhooks.toConfig(row, here)),
  };
  return `${HEADER}\n${stringify(document, { lineWidth: 0 })}`;
}
