import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { createEndpoint } from "../endpoints/create.ts";
import { listEndpoints } from "../endpoints/list.ts";
import { openEndpoint } from "../endpoints/open.ts";
import { type Simulator, startSimulator } from "../simulator/simulator.ts";
import { asAdmin, asOperator } from "../testing/actors.ts";
import { failure } from "../testing/http-server.ts";
import { setUpProcess } from "../testing/process.ts";
import { importFromPlugin } from "./import.ts";
import { previewImport } from "./preview.ts";

const ENDPOINTS = "plugins/proxbox/endpoints";
let open: OpenDb;
let sim: Simulator;
let netboxId = 0;

beforeAll(async () => {
  setUpProcess();
  [open, sim] = await Promise.all([testDatabase(), startSimulator()]);
  const address = { address: "127.0.0.1/32" };
  sim.netbox.insert(`${ENDPOINTS}/fastapi`, {
    name: "ProxBox",
    ip_address: address,
    domain: "",
    port: sim.port,
    use_https: false,
    verify_ssl: false,
    enabled: true,
    token: "never told",
  });
  sim.netbox.insert(`${ENDPOINTS}/netbox`, {
    name: "self",
    ip_address: address,
    port: sim.netboxPort,
    token_version: "v1",
    verify_ssl: false,
    enabled: true,
  });
  const local = { name: "netbox", ip_address: "127.0.0.1", verify_ssl: false };
  netboxId = (
    await createEndpoint(asAdmin(open.db), "netbox", { ...local, port: sim.netboxPort, token: sim.netboxToken })
  ).id;
});
afterAll(async () => {
  await sim.close();
  await open.close();
});

const preview = async () =>
  (await previewImport(asAdmin(open.db), netboxId)).map(({ key, state }) => `${key} ${state}`);
const run = (rows: string[], secret: Record<string, string> = {}) =>
  importFromPlugin(asAdmin(open.db), netboxId, { rows, secret });
const names = async (kind: "backends" | "proxmox") =>
  (await listEndpoints(asAdmin(open.db), kind)).map(({ name }) => name);

describe("an import from the plugin of a NetBox", () => {
  it("shows admins what there is, and what is here already", async () => {
    expect(await preview()).toEqual(["netbox-1 known", "backends-1 new", "proxmox-1 new"]);
    await expect(previewImport(asOperator(open.db), netboxId)).rejects.toThrow("admin");
  });

  it("makes nothing while a secret is missing", async () => {
    const error = await failure(run(["backends-1", "proxmox-1"], { "backends-1.token": sim.apiKey ?? "" }));
    expect(error).toMatchObject({
      code: "invalid",
      fields: { "secret.proxmox-1.password": [expect.stringContaining("the plugin does not tell it")] },
    });
    expect(await names("backends")).toEqual([]);
  });

  it("takes no key over that the backend refuses", async () => {
    const wrong = "wrong-key-0123456789-0123456789-01234567";
    const error = await failure(run(["backends-1"], { "backends-1.token": wrong }));
    expect(error).toMatchObject({
      fields: { "secret.backends-1.token": [expect.stringContaining("is not a key of ProxBox")] },
    });
    expect(error.message).not.toContain(wrong);
    expect(await names("backends")).toEqual([]);
  });

  it("takes over a key that the backend knows, with the endpoints that were chosen", async () => {
    const password = sim.pve[0]?.password ?? "";
    const imported = await run(["netbox-1", "backends-1", "proxmox-1"], {
      "backends-1.token": sim.apiKey ?? "",
      "proxmox-1.password": password,
    });
    expect([imported.created.map(({ name }) => name), imported.known]).toEqual([["ProxBox", "lab"], 1]);
    const backend = await openEndpoint(open.db, "backends", imported.created[0]?.id ?? 0);
    expect(backend?.endpoint).toMatchObject({ key: sim.apiKey, netboxEndpointId: netboxId });
    expect(sim.backend.keys).toHaveLength(1);
  });

  it("adds nothing the second time", async () => {
    expect(await preview()).toEqual(["netbox-1 known", "backends-1 known", "proxmox-1 known"]);
    expect(await run(["backends-1", "proxmox-1"])).toEqual({ created: [], known: 2 });
    expect([await names("backends"), await names("proxmox")]).toEqual([["ProxBox"], ["lab"]]);
  });

  it("names a row that went away meanwhile", async () => {
    await expect(run(["proxmox-77"])).rejects.toThrow("the plugin has no proxmox-77 any more");
  });
});
