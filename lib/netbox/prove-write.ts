import { z } from "zod";
import { netboxRequest } from "./request.ts";
import type { NetboxTarget } from "./target.ts";

const PATH = "/api/extras/tags/";
const Tag = z.looseObject({ id: z.number().int(), color: z.string().nullish() });
const Tags = z.looseObject({ results: z.array(Tag) });
/** The tag that proxbox-api itself makes before it writes anything else. */
const TAG = {
  name: "Proxbox",
  slug: "proxbox",
  color: "ff5722",
  description: "Proxbox Identifier (used to identify the items the plugin created)",
};

/**
 * A write that NetBox accepts or refuses: the backend's own tag is made, or given the colour it has already, which
 * leaves no change. Throws what NetBox refused it with.
 */
export async function proveNetboxWrite(target: NetboxTarget, signal?: AbortSignal): Promise<"created" | "unchanged"> {
  const query = { slug: TAG.slug, limit: 1 };
  const { results } = await netboxRequest(target, { path: PATH, query, schema: Tags, signal });
  const [known] = results;
  if (!known) {
    await netboxRequest(target, { method: "POST", path: PATH, body: TAG, schema: Tag, signal });
    return "created";
  }
  const body = { color: known.color ?? TAG.color };
  await netboxRequest(target, { method: "PATCH", path: `${PATH}${known.id}/`, body, schema: Tag, signal });
  return "unchanged";
}
