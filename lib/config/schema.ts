import { z } from "zod";
import { BackendInput, NetboxInput, ProxmoxInput } from "../endpoints/schema.ts";
import { JobParams } from "../jobs/schema.ts";
import { ScheduleChange } from "../schedules/schema.ts";
import { SettingsPatch } from "../settings/schema.ts";
import { syncTypes } from "../sync/stages.ts";
import { WebhookInput } from "../webhooks/schema.ts";

export const FORMAT = "proxbox-console-config";

const name = z.string().trim().min(1, "is empty").max(120);
const reference = name.nullable().default(null);

/** The inputs of each noun without their secrets; ids, which mean nothing on another console, are names here. */
export const ConfigNetbox = NetboxInput.omit({ token: true, token_key: true });
export const ConfigBackend = BackendInput.omit({ token: true, netbox_endpoint_id: true }).extend({
  netbox_endpoint: reference,
});
export const ConfigProxmox = ProxmoxInput.omit({ password: true, token_value: true, backend_id: true }).extend({
  backend: reference,
});

const ConfigParams = z.strictObject({
  ...JobParams.omit({ proxmox_endpoint_ids: true, netbox_endpoint_ids: true, backend_id: true, only_steps: true })
    .shape,
  proxmox_endpoints: z.array(name).max(100).default([]),
  netbox_endpoints: z.array(name).max(1).default([]),
  backend: reference,
  only_steps: z.array(z.strictObject({ sync_type: z.enum(syncTypes), proxmox_endpoint: name })).optional(),
});
export type ConfigParams = z.infer<typeof ConfigParams>;

export const ConfigSchedule = ScheduleChange.omit({ params: true }).extend({ name, params: ConfigParams.prefault({}) });
export const ConfigWebhook = WebhookInput.omit({ secret: true });

const MAX_OBJECTS = 1000;
const many = <T extends z.ZodType>(one: T) => z.array(one).max(MAX_OBJECTS).default([]);
/** What makes two names one: those of endpoints in any case, others as they are written. */
export const nameKey = (kind: string, name: string): string =>
  kind === "webhooks" || kind === "schedules" ? name : name.toLowerCase();

/** What is found by its name stands in a file once, and one of a kind is the default. */
const unique = <T extends z.ZodType<{ name: string; is_default?: boolean }>>(kind: string, one: T) =>
  many(one).superRefine((items, check) => {
    const seen = new Set<string>();
    let hasDefault = false;
    for (const [index, item] of items.entries()) {
      const issue = (field: string, message: string) =>
        check.addIssue({ code: "custom", path: [index, field], message });
      const key = nameKey(kind, item.name);
      if (seen.has(key)) issue("name", "is there twice; keep one");
      if (hasDefault && item.is_default) issue("is_default", "is set for another one already; keep one");
      seen.add(key);
      hasDefault ||= item.is_default === true;
    }
  });

/** A configuration as a file holds it. */
export const ConfigDocument = z.strictObject({
  format: z.literal(FORMAT, `is not ${FORMAT}: this is no configuration of this console`),
  version: z.literal(1, "is not 1, the only version there is"),
  settings: SettingsPatch.default({}),
  endpoints: z
    .strictObject({
      netbox: unique("netbox", ConfigNetbox),
      backends: unique("backends", ConfigBackend),
      proxmox: unique("proxmox", ConfigProxmox),
    })
    .prefault({}),
  schedules: many(ConfigSchedule),
  webhooks: unique("webhooks", ConfigWebhook),
});
export type ConfigDocument = z.infer<typeof ConfigDocument>;

/** The same in JSON: what an export with `format=json` answers and an import takes. */
export const ConfigText = z.object({ document: z.string() }).meta({ id: "Config" });

const flag = z.preprocess((value) => value === true || value === "true" || value === "1", z.boolean());

export const ConfigImportInput = z.strictObject({
  /** YAML, as an export answers it. */
  document: z.string("is missing: send the YAML text of a configuration"),
  /** Tells what would change, and changes nothing. */
  dry_run: flag.default(false),
});

export type ConfigImportInput = z.infer<typeof ConfigImportInput>;

export const configKinds = ["settings", "netbox", "backends", "proxmox", "schedules", "webhooks"] as const;

export const ConfigChange = z.object({
  kind: z.enum(configKinds),
  name: z.string(),
  action: z.enum(["create", "update", "unchanged"]),
  /** What differs, by field; `before` is null for what is new. */
  fields: z.record(z.string(), z.object({ before: z.unknown(), after: z.unknown() })),
  /** What somebody must do afterwards. */
  note: z.string().nullable(),
});
export type ConfigChange = z.infer<typeof ConfigChange>;

export const ConfigImport = z
  .object({
    dry_run: z.boolean(),
    counts: z.object({ create: z.number(), update: z.number(), unchanged: z.number() }),
    changes: z.array(ConfigChange),
    /** Credentials that go to a place they did not go to before, in words. */
    sendings: z.array(z.string()),
    /** Does a browser session enter its password for this? API tokens have none. */
    asks_password: z.boolean(),
  })
  .meta({ id: "ConfigImport" });
export type ConfigImport = z.infer<typeof ConfigImport>;
