import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { auditCsv } from "#lib/audit/list";
import { AuditQuery } from "#lib/audit/schema";
import { createEndpoint } from "#lib/endpoints/create";
import { listEndpoints } from "#lib/endpoints/list";
import { endpointKinds } from "#lib/endpoints/schema";
import { updateEndpoint } from "#lib/endpoints/update";
import { toProblem } from "#lib/http/problem";
import { downloadLog } from "#lib/jobs/download";
import { createLogger } from "#lib/log";
import { testUnsavedEndpoint } from "#lib/status/test-endpoint";
import { deliverPushes } from "#lib/sync/deliver-pushes";
import { readDrift } from "#lib/sync/drift";
import { asAdmin } from "#lib/testing/actors";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { testWorker } from "./testing.ts";
import type { Worker } from "./worker.ts";

let rig: SyncRig;
let worker: Worker;
const lines: string[] = [];
const log = createLogger({ level: "trace", name: "test", sink: { write: (line) => void lines.push(line) } });

beforeAll(async () => {
  rig = await syncRig({ clusters: [{ name: "lab", nodes: 1, guests: 1 }] });
  worker = await testWorker(rig.open.url);
});
afterAll(async () => {
  await worker.stop();
  await rig.close();
});

/** Secrets as people choose them: quotes, backslashes, spaces, signs of URLs and patterns, letters of any script. */
const odd = fc.string({ minLength: 14, maxLength: 20, unit: fc.constantFrom(..."aZ9 \"'\\/%&=+$`<>{}|;,#?äß中") });
const planted = fc
  .tuple(odd, odd, odd, odd)
  .map((texts) => texts.map((text, index) => `plant${index}-of-a-secret-${text.trim()}-end`));

/** Everything the database holds, as text. */
async function tables(): Promise<string[]> {
  const { rows } = await rig.open.pool.query<{ name: string }>(
    "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'pgboss')",
  );
  const texts: string[] = [];
  for (const { name } of rows) {
    const found = await rig.open.pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    texts.push(...found.rows.map(({ row }) => `${name} ${row}`));
    const json = await rig.open.pool.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
    texts.push(...json.rows.map(({ row }) => `${name} ${row}`));
  }
  return texts;
}

/** What a backend says that repeats everything it was given, in every way to write it. */
function echo(secrets: readonly string[]): string {
  const frame = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  const all = secrets.join(" and ");
  return [
    frame("step", { step: "devices", status: "started", message: `Signing in with ${all}` }),
    frame("substep", { step: "devices", detail: { nested: [{ note: JSON.stringify({ text: all }) }] } }),
    frame("error_detail", { message: `GET https://u:${encodeURIComponent(all)}@host/`, detail: all }),
    `event: odd\ndata: no json but ${all.replaceAll("\n", " ")}\n\n`,
    frame("complete", { ok: false, message: `Failed: ${all}`, errors: [{ detail: all }] }),
  ].join("");
}

let serial = 0;

it("a secret is in no table in clear, log line, answer, error, download or frame, whatever it is made of", async () => {
  const ctx = asAdmin(rig.open.db);
  await fc.assert(
    fc.asyncProperty(planted, async (secrets) => {
      const [token = "", netboxToken = "", password = "", tokenValue = ""] = secrets;
      expect(Buffer.byteLength(token)).toBeLessThanOrEqual(72);
      const sinks: string[] = [];
      const keep = (value: unknown) => void sinks.push(typeof value === "string" ? value : JSON.stringify(value));
      const failing = async (work: Promise<unknown>) => {
        const error = await work.then(keep, (thrown: unknown) => thrown);
        if (error === undefined) return;
        log.error(
          { err: error, body: { password, token }, note: secrets.join(" ") },
          `failed with ${secrets.join(" ")}`,
        );
        keep(toProblem(error, "request"));
      };
      const at = { ip_address: `10.20.0.${(++serial % 250) + 1}`, verify_ssl: false };
      const name = `planted-${serial}`;
      keep(await createEndpoint(ctx, "backends", { ...at, name, enabled: false, token }));
      const made = await createEndpoint(ctx, "netbox", { ...at, name, token: netboxToken });
      const pve = { ...at, name, username: "root@pam", password, token_name: "t", token_value: tokenValue };
      keep(await createEndpoint(ctx, "proxmox", pve));
      await failing(updateEndpoint(ctx, "netbox", { id: made.id, body: { token: netboxToken, port: "many" } }));
      await failing(updateEndpoint(ctx, "netbox", { id: made.id, body: { colour: netboxToken } }));
      await failing(testUnsavedEndpoint(ctx, "proxmox", { ...pve, ip_address: "127.0.0.1", port: 1 }));

      rig.sim.control.replayText("/dcim/devices/create/stream", echo(secrets));
      const job = await rig.run({ sync_types: ["devices"], proxmox_endpoint_ids: [rig.pveIds[0]] });
      keep(job);
      keep(await rig.frames(job.id));
      for (const format of ["text", "ndjson", "csv"] as const)
        for await (const part of await downloadLog(ctx, job.id, format)) keep(part);
      await deliverPushes(rig.open.db, { log });
      for (const kind of endpointKinds) keep(await listEndpoints(ctx, kind));
      keep(await readDrift(ctx, "proxmox", rig.pveIds[0] ?? 0));
      for await (const part of auditCsv(ctx, AuditQuery.parse({}))) keep(part);

      const found = [...sinks, ...lines, ...(await tables())].filter((text) =>
        // The middle of each secret: also what was cut at its ends would be a leak.
        secrets.some((secret) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1))),
      );
      expect(found.map((text) => text.slice(0, 300))).toEqual([]);
    }),
    { numRuns: 12, endOnFailure: true },
  );
});
