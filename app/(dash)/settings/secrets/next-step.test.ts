import { describe, expect, it } from "vitest";
import type { KeyUse } from "#lib/secrets/status";
import { nextStep } from "./next-step.ts";

const current: KeyUse = { kid: "b", secrets: 2, isKnown: true, isCurrent: true };
const older: KeyUse = { kid: "a", secrets: 3, isKnown: true, isCurrent: false };
const gone: KeyUse = { kid: "0", secrets: 1, isKnown: false, isCurrent: false };

describe("what the keys ask to be done", () => {
  it("is to give a missing key back before anything else", () => {
    expect(nextStep([current, older, gone])).toEqual({ words: expect.stringContaining("“0” sealed cannot be opened") });
  });

  it("is to seal anew what an older key sealed", () => {
    expect(nextStep([current, older])).toEqual({
      words: expect.stringContaining("the key “a”"),
      command: "npm run -s cli -- secrets rotate",
    });
  });

  it("is to decide about a key that seals nothing, and else nothing", () => {
    expect(nextStep([current, { ...older, secrets: 0 }]).words).toContain("may be taken out");
    expect(nextStep([current]).words).toContain("Every secret is sealed");
  });
});
