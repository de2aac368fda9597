/** How each kind of object looks in a configuration, and which verbs make and change it here. */
import type { z } from "zod";
import type { Ctx } from "../ctx.ts";
import { createEndpoint } from "../endpoints/create.ts";
import { missingSecret } from "../endpoints/missing-secret.ts";
import type { EndpointKind, PublicEndpoint } from "../endpoints/schema.ts";
import { updateEndpoint } from "../endpoints/update.ts";
import { createSchedule, updateScheduleFields } from "../schedules/save.ts";
import type { WireSchedule } from "../schedules/wire.ts";
import { createWebhook, updateWebhookFields } from "../webhooks/save.ts";
import type { PublicWebhook } from "../webhooks/schema.ts";
import type { Here } from "./here.ts";
import { idOf, namedParams, nameOf, numberedParams } from "./names.ts";
import {
  ConfigBackend,
  ConfigNetbox,
  type ConfigParams,
  ConfigProxmox,
  ConfigSchedule,
  ConfigWebhook,
} from "./schema.ts";

export type Values = Record<string, unknown>;
type Row = { id: number; name: string };

export type Noun<R extends Row = Row> = {
  /** An object of ours as a configuration holds it. */
  toConfig: (row: R, here: Here) => Values;
  /** Fields of a configuration as the verbs take them; throws `invalid` for a name that nothing has. */
  toBody: (values: Values, here: Here) => Values;
  create: (ctx: Ctx, body: Values) => Promise<R>;
  update: (ctx: Ctx, id: number, body: Values) => Promise<R>;
  /** What somebody must do after it was made. */
  note: (made: R) => string | null;
  /** Objects inside it that are changed by their own names. */
  merged: readonly string[];
  /** What its verbs call a field, and where the file has it. */
  places: Record<string, string>;
};

/** The fields of `schema` that an object has: answers and inputs call them the same. */
const pick = (schema: z.ZodObject, values: object): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name in schema.shape));

/** `values` with the reference `from`, a name, as `to`, an id. */
function renumbered(values: Values, from: string, to: string, find: (name: string) => number): Values {
  const { [from]: name, ...others } = values;
  if (name === undefined) return others;
  return { ...others, [to]: typeof name === "string" ? find(name) : null };
}

const endpoints = (kind: EndpointKind, own: Pick<Noun<PublicEndpoint>, "toConfig" | "toBody" | "places">) => ({
  ...own,
  merged: [],
  create: (ctx: Ctx, body: Values) => createEndpoint(ctx, kind, body, { mayLackSecrets: true }),
  update: (ctx: Ctx, id: number, body: Values) => updateEndpoint(ctx, kind, { id, body, mayLackSecrets: true }),
  note: (made: PublicEndpoint) => {
    const missing = missingSecret(made);
    return missing && `Enter its ${missing} on its page: a configuration holds none.`;
  },
});

export const nouns: {
  [K in EndpointKind]: Noun<PublicEndpoint>;
} & { schedules: Noun<WireSchedule>; webhooks: Noun<PublicWebhook> } = {
  netbox: endpoints("netbox", {
    toConfig: (row) => pick(ConfigNetbox, row),
    toBody: (values) => values,
    places: {},
  }),
  backends: endpoints("backends", {
    toConfig: (row, { netbox }) => ({
      ...pick(ConfigBackend, row),
      netbox_endpoint: nameOf(netbox, row.netbox_endpoint_id),
    }),
    toBody: (values, { netbox }) =>
      renumbered(values, "netbox_endpoint", "netbox_endpoint_id", (name) =>
        idOf(netbox, name, { kind: "netbox", field: "netbox_endpoint" }),
      ),
    places: { netbox_endpoint_id: "netbox_endpoint" },
  }),
  proxmox: endpoints("proxmox", {
    toConfig: (row, { backends }) => ({ ...pick(ConfigProxmox, row), backend: nameOf(backends, row.backend_id) }),
    toBody: (values, { backends }) =>
      renumbered(values, "backend", "backend_id", (name) =>
        idOf(backends, name, { kind: "backends", field: "backend" }),
      ),
    places: { backend_id: "backend" },
  }),
  schedules: {
    toConfig: (row, here) => ({ ...pick(ConfigSchedule, row), params: namedParams(row.params, here) }),
    // safe because only what ConfigSchedule has parsed comes here
    toBody: ({ params, ...others }, here) =>
      params === undefined ? others : { ...others, params: numberedParams(params as ConfigParams, here) },
    create: createSchedule,
    update: (ctx, id, body) => updateScheduleFields(ctx, { id, body, isWhole: false }),
    note: () => null,
    merged: ["params"],
    places: {
      ...Object.fromEntries(["sync_types", "netbox_vm_ids", "mode"].map((name) => [name, `params.${name}`])),
      proxmox_endpoint_ids: "params.proxmox_endpoints",
      netbox_endpoint_ids: "params.netbox_endpoints",
      backend_id: "params.backend",
    },
  },
  webhooks: {
    toConfig: (row) => pick(ConfigWebhook, row),
    toBody: (values) => values,
    create: createWebhook,
    update: updateWebhookFields,
    note: () => "Enter its secret on its page, if its receiver checks signatures: a configuration holds none.",
    merged: [],
    places: {},
  },
};
