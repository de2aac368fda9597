import { PgBoss } from "pg-boss";
import { openDb } from "#db/client";
import { readSse } from "#lib/sse/read";
import { sleep } from "#lib/time";
import { BARE_QUEUE, type BareJob } from "./bare-job.ts";

/** A worker as one writes it on pg-boss alone: the queue decides about ownership, death, retry and cancel. */
async function main(): Promise<void> {
  const { DATABASE_URL: url = "", BACKEND_URL: backend = "", BACKEND_KEY: key = "" } = process.env;
  const { pool, close } = openDb(url, { max: 8, applicationName: "chaos worker" });
  const boss = new PgBoss({
    ...{ connectionString: url, application_name: "chaos worker", max: 4, migrate: false },
    ...{ superviseIntervalSeconds: 1, useListenNotify: true },
  });
  boss.on("error", () => {});
  await boss.start();
  const options = { localConcurrency: 8, pollingIntervalSeconds: 0.5 };
  await boss.work<BareJob>(BARE_QUEUE, options, async ([job]) => {
    if (!job) return;
    const { id, data, signal } = job;
    await pool.query("insert into bare_starts (job, pid) values ($1, $2)", [id, process.pid]);
    for (const path of data.paths) {
      const address = `${backend}${path}?proxmox_endpoint_ids=${data.endpoint}`;
      const response = await fetch(address, { headers: { "x-proxbox-api-key": key }, signal });
      if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
      let isComplete = false;
      for await (const message of readSse(response.body)) {
        await pool.query("insert into bare_frames (job, path) values ($1, $2)", [id, path]);
        isComplete = message.event === "complete";
      }
      if (!isComplete) throw new Error("the stream broke off");
    }
  });
  process.once("SIGTERM", () => {
    const late = sleep(8_000);
    Promise.race([boss.stop({ graceful: true, timeout: 7_000 }).then(close), late]).finally(() => process.exit(0));
  });
  process.once("disconnect", () => process.exit(0));
  process.on("message", () => {});
  process.send?.({ ready: true });
}

// A dropped connection rejects where nobody waits; the queue notices what it notices.
process.on("unhandledRejection", () => {});
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
