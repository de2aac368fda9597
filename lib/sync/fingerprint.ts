import { createHash } from "node:crypto";

/** A short proof of what was pushed; when it differs from what we hold now, the backend's copy is stale. */
export function fingerprint(body: Record<string, unknown>): string {
  const sorted = Object.fromEntries(Object.entries(body).sort(([a], [b]) => a.localeCompare(b)));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 32);
}
