import type { Ctx } from "../ctx.ts";
import { listEndpoints } from "../endpoints/list.ts";
import type { EndpointKind, PublicEndpoint } from "../endpoints/schema.ts";
import { listSchedules } from "../schedules/list.ts";
import type { WireSchedule } from "../schedules/wire.ts";
import { listWebhooks } from "../webhooks/list.ts";
import type { PublicWebhook } from "../webhooks/schema.ts";

/** What is configured now; an import reads again what it has changed. */
export type Here = Record<EndpointKind, PublicEndpoint[]> & { schedules: WireSchedule[]; webhooks: PublicWebhook[] };

const readers: { [N in keyof Here]: (ctx: Ctx) => Promise<Here[N]> } = {
  netbox: (ctx) => listEndpoints(ctx, "netbox"),
  backends: (ctx) => listEndpoints(ctx, "backends"),
  proxmox: (ctx) => listEndpoints(ctx, "proxmox"),
  // One that follows a setting comes with it, and one that has had its only run is history.
  schedules: async (ctx) => (await listSchedules(ctx)).filter((row) => !row.is_system && !isOver(row)),
  webhooks: listWebhooks,
};

export async function readAgain<N extends keyof Here>(ctx: Ctx, here: Here, noun: N): Promise<void> {
  here[noun] = await readers[noun](ctx);
}

export async function readHere(ctx: Ctx): Promise<Here> {
  const here: Here = { netbox: [], backends: [], proxmox: [], schedules: [], webhooks: [] };
  for (const noun of Object.keys(readers)) await readAgain(ctx, here, noun as keyof Here); // safe: its own names
  return here;
}

const isOver = ({ interval_minutes, cron, start_at }: WireSchedule): boolean =>
  interval_minutes === null && cron === null && new Date(start_at ?? 0).getTime() <= Date.now();
