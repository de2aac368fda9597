import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { findingsOf } from "../doctor/schema.ts";
import { removeEndpoint } from "../endpoints/remove.ts";
import { type Simulator, startSimulator } from "../simulator/simulator.ts";
import { asAdmin, asOperator } from "../testing/actors.ts";
import { closedPort } from "../testing/http-server.ts";
import { setUpProcess } from "../testing/process.ts";
import { readSetup } from "./progress.ts";
import { saveAndTest } from "./save-and-test.ts";

let open: OpenDb;
let sim: Simulator;
beforeAll(async () => {
  setUpProcess();
  [open, sim] = await Promise.all([testDatabase(), startSimulator({ apiKey: null })]);
});
afterAll(async () => {
  await sim.close();
  await open.close();
});

const local = { ip_address: "127.0.0.1", verify_ssl: "false" };
const admin = () => asAdmin(open.db);
const states = async () => {
  const { steps, next, job } = await readSetup(admin());
  return [...steps.map(({ state }) => state), next, job];
};

describe("the set-up", () => {
  it("begins with the backend, and is the admin's", async () => {
    expect(await states()).toEqual(["missing", "missing", "missing", "backends", null]);
    await expect(saveAndTest(asOperator(open.db), "backends", { id: null, body: {} })).rejects.toThrow("admin");
  });

  it("keeps what does not work yet, with its cause, and stays at its step until it is mended", async () => {
    const port = await closedPort();
    const body = { ...local, name: "backend", port };
    const { endpoint, report } = await saveAndTest(admin(), "backends", { id: null, body });
    const failed = findingsOf(report, "backends", endpoint.id).filter(({ status }) => status === "failed");
    expect(failed).toMatchObject([{ title: "The port is open", command: `nc -vz 127.0.0.1 ${port}` }]);
    expect(await states()).toEqual(["failed", "missing", "missing", "backends", null]);
    await saveAndTest(admin(), "backends", { id: endpoint.id, body: { port: sim.port } });
    expect(await states()).toEqual(["ok", "missing", "missing", "netbox", null]);
    expect(sim.backend.keys).toMatchObject([{ label: "proxbox-console" }]);
  });

  it("goes on where it was left, whoever comes back, and asks again for what was deleted", async () => {
    const netbox = { ...local, name: "netbox", port: sim.netboxPort, token: sim.netboxToken };
    const { endpoint } = await saveAndTest(admin(), "netbox", { id: null, body: netbox });
    expect(await states()).toEqual(["ok", "ok", "missing", "proxmox", null]);
    await removeEndpoint(admin(), "netbox", endpoint.id);
    expect(await states()).toEqual(["ok", "missing", "missing", "netbox", null]);
    await saveAndTest(admin(), "netbox", { id: null, body: netbox });
    const [pve] = sim.pve;
    const login = { username: pve?.username, password: pve?.password };
    await saveAndTest(admin(), "proxmox", { id: null, body: { ...local, ...login, name: "lab", port: pve?.port } });
    expect(await states()).toEqual(["ok", "ok", "ok", null, null]);
  });
});
