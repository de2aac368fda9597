import type { Ctx } from "../ctx.ts";
import { readSettings } from "../settings/read.ts";
import { updateSettings } from "../settings/update.ts";
import { differences, overlay } from "./differences.ts";
import { type Here, readAgain } from "./here.ts";
import { type Noun, nouns, type Values } from "./nouns.ts";
import type { ParsedConfig } from "./parse.ts";
import { type ConfigChange, type ConfigDocument, nameKey } from "./schema.ts";

export type Applied = ConfigChange & { id: number | null };

/** One object of the document: where it stands there, and how it is made here. */
export type Step = {
  kind: ConfigChange["kind"];
  path: PropertyKey[];
  places: Record<string, string>;
  apply: (ctx: Ctx) => Promise<Applied>;
};

/** What a document asks for, in the order in which one thing may refer to another. */
export function stepsOf({ document, written }: ParsedConfig, here: Here): Step[] {
  const listed = (noun: keyof Here, path: PropertyKey[], items: readonly Values[], texts: readonly Values[] = []) =>
    items.map((item, index) => {
      const namesakes = items.slice(0, index).filter((other) => isNamesake(noun, other, item)).length;
      const given = { item, text: texts[index] ?? {}, namesakes };
      return {
        kind: noun,
        path: [...path, index],
        places: nouns[noun].places,
        apply: (ctx: Ctx) => applyItem(ctx, noun, here, given),
      };
    });
  const { settings, endpoints, schedules, webhooks } = document;
  const texts = written.endpoints ?? {};
  return [
    {
      kind: "settings",
      path: ["settings"],
      places: {},
      apply: (ctx) => applySettings(ctx, settings, written.settings ?? {}),
    },
    ...listed("netbox", ["endpoints", "netbox"], endpoints.netbox, texts.netbox),
    ...listed("backends", ["endpoints", "backends"], endpoints.backends, texts.backends),
    ...listed("proxmox", ["endpoints", "proxmox"], endpoints.proxmox, texts.proxmox),
    ...listed("schedules", ["schedules"], schedules.map(withMoment), written.schedules),
    ...listed("webhooks", ["webhooks"], webhooks, written.webhooks),
  ];
}

type Given = {
  item: Values;
  text: Values;
  /** How many of the same name stand before it: schedules may share one, and are told apart by their order. */
  namesakes: number;
};

const isNamesake = (kind: keyof Here, one: Values, other: Values): boolean =>
  nameKey(kind, String(one.name)) === nameKey(kind, String(other.name));

async function applyItem(ctx: Ctx, kind: keyof Here, here: Here, given: Given): Promise<Applied> {
  const noun = nouns[kind] as unknown as Noun; // safe because rows and noun are those of one kind
  const { item, text, namesakes } = given;
  const existing = (here[kind] as { id: number; name: string }[]).filter((row) => isNamesake(kind, row, item))[
    namesakes
  ];
  const before = existing ? noun.toConfig(existing, here) : null;
  const wanted = before ? overlay(before, item, text, noun.merged) : item;
  const fields = differences(before, wanted);
  const told = { kind, name: String(item.name), fields };
  if (existing && Object.keys(fields).length === 0)
    return { ...told, action: "unchanged", id: existing.id, note: null };
  const named = Object.fromEntries(Object.keys(fields).map((name) => [name, wanted[name]]));
  const body = noun.toBody(named, here);
  const saved = existing ? await noun.update(ctx, existing.id, body) : await noun.create(ctx, body);
  await readAgain(ctx, here, kind);
  return { ...told, action: existing ? "update" : "create", id: saved.id, note: existing ? null : noun.note(saved) };
}

async function applySettings(ctx: Ctx, settings: ConfigDocument["settings"], text: Values): Promise<Applied> {
  const before = await readSettings(ctx.db);
  const fields = differences(before, overlay(before, settings, text, ["sync_modes", "overwrite"]));
  const patch = Object.fromEntries(Object.entries(fields).map(([name, { after }]) => [name, after]));
  const isSame = Object.keys(patch).length === 0;
  if (!isSame) await updateSettings(ctx, patch);
  return { kind: "settings", name: "Settings", action: isSame ? "unchanged" : "update", fields, id: null, note: null };
}

/** The same moment is the same text. */
function withMoment<T extends { start_at?: string | null }>(schedule: T): T {
  return schedule.start_at ? { ...schedule, start_at: new Date(schedule.start_at).toISOString() } : schedule;
}
