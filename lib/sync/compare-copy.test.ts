import { beforeAll, describe, expect, it } from "vitest";
import { parseKeyring, setKeyring } from "../crypto/keyring.ts";
import { TEST_KEYS } from "../testing/process.ts";
import { compareFields, compareSecrets, isSameCopy } from "./compare-copy.ts";
import { fingerprint, isProofOf } from "./fingerprint.ts";

beforeAll(() => setKeyring(parseKeyring(TEST_KEYS)));

const body = {
  name: "pve",
  ip_address: "10.0.0.5",
  domain: "PVE.lab",
  port: 8006,
  timeout: null,
  password: "secret-1",
};
const row = { id: 7, name: "pve (2)", ip_address: "10.0.0.5", domain: "pve.lab.", port: 8006, timeout: null };

describe("a copy in the backend", () => {
  it("is the same when only spelling, or the backend's own name of it, differs", () => {
    expect(isSameCopy(body, row)).toBe(true);
    expect(compareFields(body, row).map(({ field }) => field)).toEqual(["ip_address", "domain", "port", "timeout"]);
  });

  it("differs by field, and says nothing of what the backend does not tell", () => {
    const { timeout: _, ...older } = { ...row, port: 8007 };
    const states = Object.fromEntries(compareFields(body, older).map(({ field, state }) => [field, state]));
    expect(states).toEqual({ ip_address: "same", domain: "same", port: "differs", timeout: "unknown" });
    expect(isSameCopy(body, older)).toBe(false);
  });
});

describe("a secret of a copy", () => {
  const state = (given: object, there: Record<string, unknown>, proof: string | null) =>
    compareSecrets({ ...body, ...given }, there, proof);

  it("is set when it is what was pushed, also after another field was changed here", () => {
    const pushed = fingerprint({ ...body, domain: "pve.lab.", name: "pve (2)" });
    expect(state({}, row, fingerprint(body))).toEqual([{ field: "password", state: "set" }]);
    expect(state({ port: 9006 }, row, pushed)).toEqual([{ field: "password", state: "set" }]);
  });

  it("differs when only it can have changed, and is unknown when nothing was pushed or more changed", () => {
    const proof = fingerprint(body);
    expect(state({ password: "secret-2" }, row, proof)).toEqual([{ field: "password", state: "differs" }]);
    expect(state({}, row, null)).toEqual([{ field: "password", state: "unknown" }]);
    expect(state({ password: "secret-2", port: 1 }, row, proof)).toEqual([{ field: "password", state: "unknown" }]);
    expect(state({ password: null }, row, proof)).toEqual([{ field: "password", state: "none" }]);
  });

  it("cannot be guessed from the proof without a key, and a new first key leaves old proofs good", () => {
    const proof = fingerprint(body);
    const other = `new:${Buffer.alloc(32, 9).toString("base64")}`;
    setKeyring(parseKeyring(other));
    expect(isProofOf(body, proof)).toBe(false);
    setKeyring(parseKeyring(`${other},${TEST_KEYS}`));
    expect(isProofOf(body, proof)).toBe(true);
    expect(fingerprint(body)).not.toBe(proof);
  });
});
