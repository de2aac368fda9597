import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The generated `kid:base64` keys of this data folder; made on first use, readable by their owner only. */
export function secretKeys(dataDir) {
  const file = join(dataDir, "secret-keys");
  try {
    writeFileSync(file, `k1:${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}
