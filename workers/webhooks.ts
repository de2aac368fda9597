import type { Db } from "#db/client";
import type { Logger } from "#lib/log";
import { deliverDue } from "#lib/webhooks/deliver";
import { findNews } from "#lib/webhooks/find-news";
import { type Loop, startLoop } from "./loop.ts";

const LOOK_EVERY_MS = 5_000;

/** Tells webhooks what happened. Rows say what is to be told; the queue only wakes earlier. */
export function startWebhooks(db: Db, log: Logger): Loop {
  return startLoop("webhooks", { everyMs: LOOK_EVERY_MS }, log, async () => {
    const found = await findNews(db);
    if (found > 0) log.info({ deliveries: found }, "webhooks have news");
    await deliverDue(db);
  });
}
