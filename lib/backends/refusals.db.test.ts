import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readVersion } from "../backend/version.ts";
import { updateEndpoint } from "../endpoints/update.ts";
import { silentLogger } from "../log.ts";
import { setSingleton } from "../singleton.ts";
import { checkEndpoint } from "../status/check.ts";
import { sweepStatus } from "../status/sweep.ts";
import { asAdmin } from "../testing/actors.ts";
import { failure } from "../testing/http-server.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { openBackendById } from "./open.ts";

let rig: SyncRig;
const LOCKED = { detail: "Too many failed authentication attempts. Please try again later." };
const tokenOf = (letter: string) => letter.repeat(40);

beforeAll(async () => {
  rig = await syncRig({ configured: true });
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.sim.control.clearFaults();
  rig.sim.control.clearLockout();
  rig.sim.control.forgetRequests();
});

/** Another process, or this one after a restart: it holds nothing of what this one met. */
function forgetProcess(): void {
  setSingleton("flights", undefined);
}

const enterKey = (token: string) =>
  updateEndpoint(asAdmin(rig.open.db), "backends", { id: rig.backendId, body: { token } });
const ask = async () => readVersion((await openBackendById(rig.open.db, rig.backendId)).context);
const versionCalls = () => rig.sim.requests("/version").length;

async function lockOut(): Promise<void> {
  const headers = { "retry-after": "300" };
  rig.sim.control.fault({ path: "/version", kind: "reply", status: 429, body: LOCKED, headers, times: 1 });
  expect(await failure(ask())).toMatchObject({ code: "rate_limited", details: { lockout: true } });
}

describe("a lockout", () => {
  it("holds in every process and after a restart: nothing is sent until it is over", async () => {
    await lockOut();
    const sent = rig.sim.requests().length;
    forgetProcess();
    const error = await failure(ask());
    expect(error).toMatchObject({ code: "rate_limited", details: { lockout: true } });
    expect(error.message).toMatch(/nothing is sent to it for (300|299|298) s\.$/);
    const timing = { everyMs: 30_000, now: () => new Date() };
    const look = { service: "fastapi" as const, id: rig.backendId, timing, isAsked: true };
    expect(await checkEndpoint(rig.open.db, look)).toMatchObject({ http_status: 429, authentication: "error" });
    expect(rig.sim.requests()).toHaveLength(sent);
  });

  it("is over when its time is over", async () => {
    await rig.open.pool.query("update backends set locked_until = now() - interval '1 s'");
    expect(await ask()).toMatchObject({ version: "0.0.30.post2" });
  });

  it("is over when the backend is changed, in every process", async () => {
    await lockOut();
    await enterKey(rig.sim.apiKey ?? "");
    expect(await ask()).toMatchObject({ version: "0.0.30.post2" });
  });
});

describe("a refused key", () => {
  it("is not verified once more by another process or after a restart, until another is entered", async () => {
    await enterKey(tokenOf("a"));
    expect(await failure(ask())).toMatchObject({ details: { status: 401 } });
    expect(versionCalls()).toBe(2);
    forgetProcess();
    await failure(ask());
    expect(versionCalls()).toBe(3);
    expect(rig.sim.requests("/auth/bootstrap-status")).toHaveLength(1);
    await enterKey(tokenOf("b"));
    await failure(ask());
    expect(versionCalls()).toBe(5);
  });

  it("is not asked with by a worker that was restarted", async () => {
    await enterKey(tokenOf("c"));
    const sweep = async () => (await sweepStatus(rig.open.db, { log: silentLogger })).looked;
    await sweep();
    rig.sim.control.forgetRequests();
    forgetProcess();
    await sweep();
    expect(rig.sim.requests().filter(({ side }) => side === "backend")).toEqual([]);
  });
});
