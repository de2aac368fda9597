import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../errors.ts";
import { type Simulator, startSimulator } from "../simulator/simulator.ts";
import { closedPort, failure } from "../testing/http-server.ts";
import { setUpProcess } from "../testing/process.ts";
import { type ProxmoxTarget, readProxmoxVersion } from "./version.ts";

let sim: Simulator;
let login: ProxmoxTarget;

beforeAll(async () => {
  setUpProcess();
  sim = await startSimulator();
  const [pve] = sim.pve;
  if (!pve) throw new Error("the simulator has no Proxmox");
  login = {
    name: "lab",
    domain: null,
    ipAddress: pve.host,
    port: pve.port,
    verifySsl: false,
    username: pve.username,
    password: pve.password,
    tokenName: null,
    tokenValue: null,
  };
});
afterAll(() => sim.close());

describe("reading the release of Proxmox VE", () => {
  it("signs in with a password, once for many reads", async () => {
    sim.control.forgetRequests();
    expect((await readProxmoxVersion(login)).version).toMatch(/^\d/);
    await readProxmoxVersion(login);
    expect(sim.requests("/api2/json/access/ticket")).toHaveLength(1);
  });

  it("signs in with an API token", async () => {
    const [pve] = sim.pve;
    const target = { ...login, password: null, tokenName: pve?.tokenName ?? null, tokenValue: pve?.tokenValue ?? null };
    expect((await readProxmoxVersion(target)).via).toBe("primary");
  });

  it("goes to the IP address when the domain does not answer", async () => {
    expect((await readProxmoxVersion({ ...login, domain: "no-such-host.invalid" })).via).toBe("fallback");
  });

  it("says that it was the login which was refused, and tries it nowhere else", async () => {
    sim.control.forgetRequests();
    const error = await failure(readProxmoxVersion({ ...login, domain: "localhost", password: "wrong" }));
    expect(error).toMatchObject({ code: "backend_refused", details: { status: 401 } });
    expect(error.message).toContain("password");
    expect(sim.requests("/api2/json/access/ticket")).toHaveLength(1);
  });

  it("says when the certificate is not trusted, and when nothing listens", async () => {
    const distrusted = await failure(readProxmoxVersion({ ...login, verifySsl: true }));
    expect(distrusted.message).toContain("certificate is not trusted");
    const nobody = await failure(readProxmoxVersion({ ...login, port: await closedPort() }));
    expect(nobody).toBeInstanceOf(AppError);
    expect(nobody.message).toContain("nothing listens");
  });
});
