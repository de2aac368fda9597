import { z } from "zod";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";

const Version = z.looseObject({ version: z.string() });

/** The release of a backend; needs the key, and so proves that it is valid. */
export function readVersion(ctx: BackendContext, signal?: AbortSignal): Promise<{ version: string }> {
  return backendRequest(ctx, { path: "version", schema: Version, signal });
}

/** Does this release come before `than`? Compares the numbers: 0.0.27.post4 < 0.0.30. */
export function isOlderThan(version: string, than: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
  const [ours, theirs] = [numbers(version), numbers(than)];
  for (let index = 0; index < theirs.length; index += 1) {
    const difference = (ours[index] ?? 0) - (theirs[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
