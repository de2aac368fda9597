import { z } from "zod";
import { AppError } from "../errors.ts";
import { netboxRequest } from "./request.ts";
import type { NetboxTarget } from "./target.ts";

/** What NetBox tells of a list: `actions` names the writes that this token may do, and is left out where there are none. */
const Metadata = z.looseObject({
  renders: z.array(z.string()),
  actions: z.record(z.string(), z.unknown()).optional(),
});

/**
 * May the token make a tag, the first thing every sync writes? Asked without a write; null where NetBox, or a proxy in
 * front of it, does not tell.
 */
export async function mayWriteTags(target: NetboxTarget, signal?: AbortSignal): Promise<boolean | null> {
  try {
    const path = "/api/extras/tags/";
    const { actions = {} } = await netboxRequest(target, { method: "OPTIONS", path, schema: Metadata, signal });
    return "POST" in actions;
  } catch (error) {
    if (signal?.aborted || !(error instanceof AppError)) throw error;
    return null;
  }
}
