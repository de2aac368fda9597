import { discoveryFrame, emptyCounts, errorDetailFrame, summaryFrame, work } from "../frames.ts";
import { SyncError } from "../sync-error.ts";
import type { Run, Stage } from "./run.ts";

const TABLE = "plugins/proxbox/storage";

/** Storage definitions; its count is always 0 and its failures are only in the summary. */
export function* storageStage(run: Run): Stage {
  const outcome = { result: { count: 0 }, step: { count: 0 }, final: [], count: 0 };
  if (run.sessions.length === 0) return outcome;
  const storages = run.sessions.flatMap((session) => session.cluster.storages.map((storage) => ({ session, storage })));
  yield work(700);
  const items = storages.map(({ storage }) => ({ name: storage.name, item_type: "storage" }));
  const message = `Discovered ${items.length} storage item(s) to synchronize`;
  yield discoveryFrame("storage", message, items, { fetch_concurrency: 8 });
  const counts = emptyCounts();
  for (const { session, storage } of storages) {
    yield work(200);
    try {
      if (session.pluginEndpointId === null) throw new SyncError("no plugin endpoint");
      if (storage.refusedBecause) throw new SyncError("NetBox REST request failed", storage.refusedBecause);
      const { name, plugin, content, shared } = storage;
      const match = { cluster: session.cluster.name, name };
      const { action } = run.netbox.upsert(TABLE, match, { storage_type: plugin, content, shared });
      if (action !== "unchanged") counts[action] += 1;
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      counts.failed += 1;
      if (storage.refusedBecause) yield refusal(storage.name, storage.refusedBecause);
    }
  }
  counts.total = counts.created + counts.updated + counts.failed;
  const { created, updated, failed } = counts;
  const text = `Storage synchronization completed: ${created} created, ${updated} updated, ${failed} failed`;
  yield summaryFrame("storage", text, counts);
  return outcome;
}

function refusal(name: string, detail: string) {
  return errorDetailFrame({
    phase: "storage",
    category: "validation",
    message: `Storage '${name}' was refused by NetBox`,
    item: { name, item_type: "storage" },
    detail,
    suggestion: "Remove nodes that left the cluster from the storage definition in Proxmox.",
  });
}
