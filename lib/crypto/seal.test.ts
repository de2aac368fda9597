import { describe, expect, it } from "vitest";
import { parseKeyring } from "./keyring.ts";
import { isLostKey, open, seal, sealedKeyId } from "./seal.ts";

const key = (kid: string, byte: number) => `${kid}:${Buffer.alloc(32, byte).toString("base64")}`;
const [one, two] = [parseKeyring(key("one", 1)), parseKeyring(`${key("two", 2)},${key("one", 1)}`)];
const place = { table: "backends", column: "sealed_token", rowId: 7 };
const refusal = (work: () => string): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe("a sealed secret", () => {
  it("opens with any key there is, and is sealed by the first", () => {
    const sealed = seal(one, "a secret of mine", place);
    expect(open(two, sealed, place)).toBe("a secret of mine");
    expect(sealedKeyId(seal(two, "a secret of mine", place))).toBe("two");
  });

  it("is never the same text twice, and opens for its own row and column only", () => {
    const sealed = Array.from({ length: 100 }, () => seal(one, "a secret of mine", place));
    expect(new Set(sealed.map((text) => text.split(".")[2])).size).toBe(100);
    for (const other of [{ rowId: 8 }, { column: "sealed_password" }, { table: "webhooks" }])
      expect(isLostKey(refusal(() => open(one, sealed[0] ?? "", { ...place, ...other })))).toBe(true);
  });

  it("that was changed, cut or sealed with a key that is gone asks for recovery and says nothing of itself", () => {
    const sealed = seal(one, "a secret of mine", place);
    const flipped = `${sealed.slice(0, -2)}${sealed.endsWith("AA") ? "BB" : "AA"}`;
    const wrong = parseKeyring(key("one", 3));
    for (const error of [
      refusal(() => open(one, flipped, place)),
      refusal(() => open(one, sealed.slice(0, 30), place)),
      refusal(() => open(wrong, sealed, place)),
      refusal(() => open(parseKeyring(key("two", 2)), sealed, place)),
    ]) {
      expect(isLostKey(error)).toBe(true);
      expect(String(error)).not.toContain("a secret of mine");
    }
  });
});

describe("keys", () => {
  it("are 32 bytes each under names of their own; what is wrong is said without the key", () => {
    const secret = Buffer.alloc(16, 5).toString("base64");
    for (const text of ["", "no-colon", `k1:${secret}`, `${key("a", 1)},${key("a", 2)}`, `bad kid:${secret}`]) {
      expect(() => parseKeyring(text)).toThrow();
      expect(String(refusal(() => String(parseKeyring(text))))).not.toContain(secret);
    }
  });
});
