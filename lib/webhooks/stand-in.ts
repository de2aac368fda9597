import type { Db } from "#db/client";
import { listLiveWorkers } from "../workers/live.ts";
import { deliverDue } from "./deliver.ts";
import { findNews } from "./find-news.ts";

/** What the web process does while no worker is there to tell that no worker is there. */
export async function tellWithoutWorker(db: Db): Promise<void> {
  if ((await listLiveWorkers(db)).length > 0) return;
  await findNews(db);
  await deliverDue(db);
}
