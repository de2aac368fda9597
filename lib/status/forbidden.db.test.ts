import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { readVersion } from "../backend/version.ts";
import { openBackendById } from "../backends/open.ts";
import { createEndpoint } from "../endpoints/create.ts";
import { openEndpoint } from "../endpoints/open.ts";
import { setEndpointPolicies } from "../endpoints/policies.ts";
import { AppError } from "../errors.ts";
import { pushEndpoint } from "../sync/push-endpoint.ts";
import { asAdmin } from "../testing/actors.ts";
import { disguised, loopback, neverIpv4, neverIpv6, spellings, wrapped } from "../testing/forbidden-addresses.ts";
import { serve } from "../testing/http-server.ts";
import { setUpProcess } from "../testing/process.ts";
import { checkEndpoint } from "./check.ts";
import { testUnsavedEndpoint } from "./test-endpoint.ts";

/** Nothing but 10/8: loopback, where the canary listens, is as forbidden as a metadata service. */
const corpus = [
  ...new Set([...loopback, ...disguised, ...spellings("169.254.169.254"), ...neverIpv4, ...neverIpv6, ...wrapped]),
];

let open: OpenDb;
let canary: Awaited<ReturnType<typeof serve>>;
let backendId: number;
let netboxId: number;
let pveId: number;

beforeAll(async () => {
  setUpProcess();
  setEndpointPolicies({ BACKEND_NETWORKS: ["10.0.0.0/8"], NETBOX_NETWORKS: ["10.0.0.0/8"] });
  open = await testDatabase();
  canary = await serve((_request, response) => {
    response.end("{}");
  });
  const ctx = asAdmin(open.db);
  const add = async (kind: "backends" | "netbox" | "proxmox", values: object) =>
    (await createEndpoint(ctx, kind, { name: kind, ip_address: "10.0.0.1", port: canary.port, ...values })).id;
  backendId = await add("backends", { token: "k".repeat(40) });
  netboxId = await add("netbox", { token: "netbox-token-value" });
  pveId = await add("proxmox", { username: "root@pam", password: "proxmox-password" });
});
afterAll(async () => {
  await canary.close();
  await open.close();
});
beforeEach(() => {
  canary.seen.length = 0;
});

const admin = () => asAdmin(open.db);
const bodies = {
  backends: { token: "k".repeat(40) },
  netbox: { token: "netbox-token-value" },
  proxmox: { username: "root@pam", password: "proxmox-password" },
};
const kinds = ["backends", "netbox", "proxmox"] as const;
const services = { backends: "fastapi", netbox: "netbox", proxmox: "proxmox" } as const;
const tables = { backends: "backends", netbox: "netbox_endpoints", proxmox: "proxmox_endpoints" } as const;
const ids = () => ({ backends: backendId, netbox: netboxId, proxmox: pveId });

/** Puts a host past the door of `save`, as an older release or another program might have. */
const plant = (kind: (typeof kinds)[number], host: string) =>
  open.pool.query(`update ${tables[kind]} set domain = $1, ip_address = null, verify_ssl = false where id = $2`, [
    host,
    ids()[kind],
  ]);
const refusal = (work: Promise<unknown>): Promise<AppError | null> =>
  work.then(
    () => null,
    (error: AppError) => error,
  );

/** Names are judged when we connect, not when they are saved. */
const isName = (host: string) => /^localhost\.?$/i.test(host);

it("the corpus has more than 200 addresses", () => {
  expect(corpus.length).toBeGreaterThan(200);
});

describe.each(kinds)("no forbidden address gets through, for %s,", (kind) => {
  it("when it is saved", async () => {
    const saved: string[] = [];
    for (const host of corpus.filter((one) => !isName(one))) {
      for (const field of ["domain", "ip_address"]) {
        const body = { name: `x-${host}`.slice(0, 80), port: canary.port, ...bodies[kind], [field]: host };
        if ((await refusal(createEndpoint(admin(), kind, body)))?.code !== "invalid") saved.push(`${field}=${host}`);
      }
    }
    expect(saved).toEqual([]);
  });

  it("when it is tried before it is saved", async () => {
    const reached: string[] = [];
    for (const host of corpus) {
      const body = { name: "x", domain: host, port: canary.port, verify_ssl: false, ...bodies[kind] };
      const found = await testUnsavedEndpoint(admin(), kind, body).catch((error) => error);
      if (!(found instanceof AppError) && found.status !== "error") reached.push(host);
    }
    expect([reached, canary.seen]).toEqual([[], []]);
  });

  it("when a stored one is looked at", async () => {
    const reached: string[] = [];
    for (const host of corpus) {
      await plant(kind, host);
      const timing = { everyMs: 1000, now: () => new Date() };
      const found = await checkEndpoint(open.db, { service: services[kind], id: ids()[kind], timing, isAsked: true });
      if (found.status !== "error") reached.push(host);
    }
    expect([reached, canary.seen]).toEqual([[], []]);
  });
});

describe("no forbidden address gets through", () => {
  it("when a sync or a push speaks to a backend", async () => {
    const reached: string[] = [];
    for (const host of corpus) {
      await plant("backends", host);
      const { context } = await openBackendById(open.db, backendId);
      if (!(await refusal(readVersion(context)))) reached.push(`read ${host}`);
    }
    await plant("backends", "127.0.0.1");
    if (!(await refusal(pushEndpoint(admin(), "backends", backendId)))) reached.push("push");
    expect([reached, canary.seen]).toEqual([[], []]);
    expect(await openEndpoint(open.db, "backends", backendId)).toMatchObject({ kind: "backends" });
  });
});
