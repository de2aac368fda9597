import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { pendingJob } from "../testing/jobs.ts";
import { countJobs } from "./count-store.ts";
import { JobParams } from "./schema.ts";
import { scopeKey } from "./scope.ts";
import { findJobs, type JobFilter } from "./store.ts";

let open: OpenDb;
beforeAll(async () => {
  open = await testDatabase();
  for (const [name, input] of [
    ["Nightly 1", { sync_types: ["devices"], proxmox_endpoint_ids: [1] }],
    ["Nightly 1", { sync_types: ["devices", "storage"], proxmox_endpoint_ids: [1, 2] }],
    ["nightly 2", { proxmox_endpoint_ids: [2] }],
    ["Proxbox Sync", { proxmox_endpoint_ids: [12] }],
    ["Proxbox Sync", {}],
    ["Proxbox Sync", {}],
  ] as const) {
    const params = JobParams.parse(input);
    await pendingJob(open.db, { name, params, scopeKey: scopeKey(params, 1) });
  }
});
afterAll(() => open.close());

const filters: JobFilter[] = [
  {},
  { proxmoxEndpointIds: [1] },
  { proxmoxEndpointIds: [1, 12] },
  { proxmoxEndpointIds: [99] },
  { syncTypes: ["all"] },
  { syncTypes: ["storage"], proxmoxEndpointIds: [2] },
  { q: "NIGHT" },
  { q: "x s", syncTypes: ["all"], statuses: ["pending"] },
  { q: "nowhere" },
];

describe("the count of a list of jobs", () => {
  const agrees = async (filter: JobFilter) => {
    const page = await findJobs(open.db, filter, { limit: 10_000, offset: 0, order: "id", descending: true });
    const counted = await countJobs(open.db, filter);
    expect(counted, JSON.stringify(filter)).toEqual({ count: page.length, isEstimate: false });
  };

  it("is that of its rows, whatever it is filtered by", async () => {
    for (const filter of filters) await agrees(filter);
    expect(await countJobs(open.db, { proxmoxEndpointIds: [1] })).toMatchObject({ count: 2 });
    expect(await countJobs(open.db, { q: "night" })).toMatchObject({ count: 3 });
  });

  it("stays so when there are more scopes and names than are walked through", async () => {
    await open.pool.query(
      `insert into jobs (name, status, params, scope_key)
       select 'Night ' || n, 'completed', jsonb_build_object('proxmox_endpoint_ids', jsonb_build_array(n % 3)), 'scope ' || n
       from generate_series(1, 1000) as n`,
    );
    for (const filter of filters) await agrees(filter);
  });
});
