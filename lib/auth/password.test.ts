import { describe, expect, it } from "vitest";
import list from "./common-passwords.json" with { type: "json" };
import { assertGoodPassword, hashPassword, verifyPassword } from "./password.ts";

const listed = list.passwords.split(" ");
const isGood = (password: string): boolean => {
  try {
    assertGoodPassword(password);
    return true;
  } catch {
    return false;
  }
};

describe("a password", () => {
  it("has 12 to 128 characters of any kind, and no rule about their kinds", () => {
    const good = [
      "wooden spoon orchestra",
      "onlylowerletters",
      "дерево ложка",
      "🔑🚪🌲🥄🎻🪵🧊🎈🌊🍎🚲🧵",
      `${"x".repeat(60)}y z w q v k`,
    ];
    expect(good.filter((password) => !isGood(password))).toEqual([]);
    expect(["short", "elevenchars", `${"ab ".repeat(43)}z`].filter(isGood)).toEqual([]);
  });

  it("is none of the commonest, nor a name of this product, however they are dressed up", () => {
    const common = [
      ...["password1234", "Password!2024", "passwordpassword", "qwertyuiop12", "1q2w3e4r5t12", "administrator"],
      ...[
        "aaaaaaaaaaaa",
        "abababababab",
        "abcdefghijkl",
        "123456789012",
        "proxboxproxbox",
        "Proxmox-2026!",
        "netboxadmin1",
      ],
      ...["correcthorsebatterystaple", "P@ssw0rd12345", "changeme1234", "letmeinletmein"],
    ];
    expect(common.filter(isGood)).toEqual([]);
  });

  it("is none of thousands that people used most, in whatever case", () => {
    expect(listed.length).toBeGreaterThanOrEqual(3000);
    expect(listed.filter((password) => [...password].length < 12)).toEqual([]);
    expect(listed.filter(isGood)).toEqual([]);
    expect(listed.map((password) => password.toUpperCase()).filter(isGood)).toEqual([]);
    expect(["Ｆinalfantasy", "leavemealone", "sonyericsson", "q1w2e3r4t5y6"].filter(isGood)).toEqual([]);
  });

  it("is verified exactly as it was entered: neither trimmed nor cut nor changed in case", async () => {
    const phc = await hashPassword(" Wooden Spoon Orchestra ");
    for (const other of ["Wooden Spoon Orchestra", " wooden spoon orchestra ", " Wooden Spoon Orchestra"])
      expect((await verifyPassword(other, phc)).isValid).toBe(false);
    expect((await verifyPassword(" Wooden Spoon Orchestra ", phc)).isValid).toBe(true);
  });
});
