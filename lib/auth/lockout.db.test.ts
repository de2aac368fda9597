import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { keyring } from "../crypto/keyring.ts";
import type { AppError } from "../errors.ts";
import { setUpProcess } from "../testing/process.ts";
import { issueDevice, knownDevice } from "./device.ts";
import { type Attempt, type Lockout, openLockout } from "./lockout.ts";

let open: OpenDb;
let lockout: Lockout;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  lockout = openLockout(open.pool);
});
afterAll(() => open.close());

const from = (username: string, other: Partial<Attempt> = {}): Attempt => ({
  username,
  address: "10.7.0.1",
  device: null,
  ...other,
});

/** How long the next try has to wait, 0 when it is looked at. */
const waitOf = (attempt: Attempt): Promise<number> =>
  lockout.count(attempt).then(
    () => 0,
    (error: AppError) => Math.ceil(Number(error.details.retryAfterMs) / 1000),
  );

async function guess(attempt: Attempt, times: number): Promise<number> {
  let wait = 0;
  for (let n = 0; n < times; n += 1) wait = await waitOf(attempt);
  return wait;
}

describe("the lockout of a sign-in", () => {
  it("makes each further lock twice as long, and a right password forgives all of it", async () => {
    const attempt = from("Ada");
    expect(await guess(attempt, 6)).toBe(300);
    await open.pool.query("update rate_limits set expire = 1 where key = 'sign-in-account:ada'");
    expect(await guess(attempt, 6)).toBe(600);
    await lockout.forgive(attempt);
    expect(await guess(attempt, 5)).toBe(0);
    expect(await waitOf(attempt)).toBe(300);
  });

  it("counts a browser that signed in before for itself: guesses from elsewhere do not lock it out", async () => {
    expect(await guess(from("grace", { address: "10.7.0.2" }), 6)).toBe(300);
    const device = knownDevice(keyring(), issueDevice(keyring(), "grace"), "GRACE");
    expect(device).not.toBeNull();
    expect(await guess(from("grace", { address: "10.7.0.2", device }), 5)).toBe(0);
    expect(await waitOf(from("grace", { address: "10.7.0.2", device }))).toBe(300);
  });

  it("counts an address over all names, so that one place cannot try them all", async () => {
    const names = Array.from({ length: 50 }, (_, n) => `name-${n}`);
    for (const name of names) expect(await waitOf(from(name, { address: "10.7.0.9" }))).toBe(0);
    expect(await waitOf(from("one more", { address: "10.7.0.9" }))).toBeGreaterThan(0);
    expect(await waitOf(from("one more", { address: "10.7.0.8" }))).toBe(0);
  });
});

describe("the cookie of a known browser", () => {
  it("fits one user only, and cannot be made up", () => {
    const cookie = issueDevice(keyring(), "ada");
    expect(knownDevice(keyring(), cookie, "ada")).toBe(cookie.split(".")[0]);
    expect(knownDevice(keyring(), cookie, "grace")).toBeNull();
    expect(knownDevice(keyring(), `${cookie}x`, "ada")).toBeNull();
    expect(knownDevice(keyring(), "a.b", "ada")).toBeNull();
    expect(knownDevice(keyring(), null, "ada")).toBeNull();
  });
});
