import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { silentLogger } from "../log.ts";
import { updateSettings } from "../settings/update.ts";
import { asAdmin } from "../testing/actors.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { sweepStatus } from "./sweep.ts";

/** The shortest interval there is, and the calls one look needs: `/health` and `/version`. */
const EVERY_S = 5;
const CALLS_OF_A_LOOK = 2;
/** Of 300 that the backend grants to one source in a minute: a sync that runs meanwhile keeps the rest. */
const BUDGET = 40;

let rig: SyncRig;
let clockMs = Date.now();
const now = () => new Date(clockMs);

beforeAll(async () => {
  rig = await syncRig({ configured: true });
  await updateSettings(asAdmin(rig.open.db), { keepalive_interval_seconds: EVERY_S });
});
afterAll(() => rig.close());
beforeEach(async () => {
  rig.sim.control.clearFaults();
  clockMs += 3_600_000;
  await sweep();
  rig.sim.control.forgetRequests();
});

const sweep = async () => (await sweepStatus(rig.open.db, { log: silentLogger, now, random: () => 0 })).looked;
const asked = () => rig.sim.requests().filter(({ side }) => side === "backend").length;

/** The worker looks every second whether an endpoint is due. */
async function passMinute(each: (second: number) => unknown = () => {}): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    await each(second);
    clockMs += 1_000;
    await sweep();
  }
}

it("an endpoint that is well is asked once in an interval", async () => {
  await passMinute();
  expect(asked()).toBe((60 / EVERY_S) * CALLS_OF_A_LOOK);
});

it("an endpoint that comes and goes costs no more than the budget of a minute", async () => {
  await passMinute((second) => {
    rig.sim.control.clearFaults();
    if (second % 4 < 2) rig.sim.control.drop("/*", "always");
  });
  expect(asked()).toBeGreaterThan(0);
  expect(asked()).toBeLessThanOrEqual(BUDGET);
});

it("an endpoint that asks for patience gets it", async () => {
  const headers = { "retry-after": "60" };
  const body = { detail: "Rate limit exceeded. Please try again later." };
  rig.sim.control.fault({ path: "/version", kind: "reply", status: 429, body, headers, times: "always" });
  await passMinute();
  expect(asked()).toBe(CALLS_OF_A_LOOK);
});

it("an endpoint that was changed is asked once more, also by a worker whose clock is behind the database's", async () => {
  await passMinute();
  rig.sim.control.forgetRequests();
  await rig.open.pool.query("update backends set updated_at = $1", [new Date(clockMs + 600_000)]);
  await sweep();
  expect(asked()).toBe(CALLS_OF_A_LOOK);
  await passMinute();
  expect(asked()).toBeLessThanOrEqual(CALLS_OF_A_LOOK + (60 / EVERY_S) * CALLS_OF_A_LOOK);
});
