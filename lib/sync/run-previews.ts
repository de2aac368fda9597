import { type Db, inTransaction } from "#db/client";
import { netboxForSync } from "../endpoints/for-sync.ts";
import { AppError, errorMessage } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import type { Logger } from "../log.ts";
import { readNetboxEstate } from "../netbox/read-estate.ts";
import { compareEstates } from "../preview/compare.ts";
import { previewLimits } from "../preview/limits.ts";
import { readProxmoxEstate } from "../preview/read-proxmox.ts";
import { giveBackPreview, savePreview, savePreviewFailure, takeNextPreview } from "../preview/save.ts";
import { redactText } from "../redact.ts";
import { readSettings } from "../settings/read.ts";
import { deadline } from "../time.ts";
import { effectiveModes } from "./modes.ts";
import { openProxmoxEndpoint } from "./refresh-endpoint.ts";

const TIMEOUT_MS = 120_000;
/** Longer than any comparison may take: its worker is gone. */
const ABANDONED_MS = TIMEOUT_MS + 30_000;

type Input = { log: Logger; now?: () => Date; signal?: AbortSignal };

/** Makes every comparison that somebody asked for; several workers share them. Returns how many it made. */
export async function runPreviews(db: Db, input: Input): Promise<number> {
  const { now = () => new Date() } = input;
  for (let made = 0; ; made += 1) {
    const at = now();
    if (input.signal?.aborted) return made;
    const endpointId = await takeNextPreview(db, { now: at, before: new Date(at.getTime() - ABANDONED_MS) });
    if (endpointId === null) return made;
    await publish(db, topics.previews);
    await runOne(db, { endpointId, at }, { ...input, now });
    await publish(db, topics.previews);
  }
}

type Taken = { endpointId: number; at: Date };

async function runOne(db: Db, taken: Taken, { log, now, signal: stop }: Input & { now: () => Date }): Promise<void> {
  const signal = deadline(TIMEOUT_MS, stop);
  const startedMs = performance.now();
  try {
    const { differences, same, limits } = await compareEndpoint(db, taken.endpointId, signal);
    const count = (state: string) => differences.filter((difference) => difference.state === state).length;
    const counts = {
      missing: count("missing"),
      changed: count("changed"),
      only_in_netbox: count("only_in_netbox"),
      same,
    };
    const result = { asOf: now(), durationMs: Math.round(performance.now() - startedMs), counts, limits };
    await inTransaction(db, (tx) => savePreview(tx, taken, result, differences));
    log.info({ ...taken, ...counts, durationMs: result.durationMs }, "compared with NetBox");
  } catch (error) {
    if (stop?.aborted) return giveBackPreview(db, taken);
    if (!(error instanceof AppError) && !signal.aborted) log.warn({ err: error, ...taken }, "preview");
    const why = signal.aborted ? `It took longer than ${TIMEOUT_MS / 1000} s.` : errorMessage(error);
    await savePreviewFailure(db, taken, redactText(why));
  }
}

/** Reads both sides and compares them. Throws an AppError with the cause when one of them cannot be read. */
async function compareEndpoint(db: Db, endpointId: number, signal: AbortSignal) {
  const opened = await openProxmoxEndpoint(db, endpointId, signal);
  const netbox = await netboxForSync(db, opened.netboxEndpointId);
  if (!netbox?.enabled)
    throw new AppError("not_found", "There is no enabled NetBox endpoint to compare with. Add one, or enable it.");
  const { estate, configured, offlineNodes } = await readProxmoxEstate(opened.backend, opened.remote.id, signal);
  const names = estate.clusters.map((cluster) => cluster.name);
  const theirs = await readNetboxEstate(netbox, names, { withAddresses: configured !== null, signal });
  const settings = await readSettings(db);
  const modes = effectiveModes(settings.sync_modes, opened.endpoint.syncModes);
  const hasAddresses = theirs.vms.every((vm) => vm.addresses !== null);
  const guests = estate.guests.length;
  const limits = previewLimits({ guests, configured, hasIdentities: theirs.hasIdentities, hasAddresses, offlineNodes });
  return { ...compareEstates(estate, theirs, modes), limits };
}
