import { z } from "zod";
import { JobObject } from "#lib/frames/objects";
import { listOf, listResponse, slicePage } from "#lib/http/list";
import { IdParams, paging, repeated } from "#lib/http/query";
import { route } from "#lib/http/route";
import { listJobObjects } from "#lib/jobs/objects";

const names = ["kind", "operation", "status", "stage"] as const;
const orders = ["seq", "-seq", "name", "-name"] as const;

export const GET = route({
  permission: "jobs:read",
  summary: "What happened to each object of a job",
  params: IdParams,
  answers: listOf(JobObject),
  query: z.strictObject({
    ...paging,
    ordering: z.enum(orders).default("seq"),
    q: z.string().max(200).optional(),
    kind: repeated(z.string()),
    operation: repeated(z.string()),
    status: repeated(z.string()),
    stage: repeated(z.string()),
    proxmox_endpoint_id: repeated(z.coerce.number().int()),
  }),
  handle: async (input) => {
    const { query } = input;
    const text = query.q?.toLowerCase();
    const found = (await listJobObjects(input.ctx, input.params.id))
      .filter((object) => names.every((name) => query[name]?.includes(object[name]) ?? true))
      .filter((object) => query.proxmox_endpoint_id?.includes(object.proxmox_endpoint_id ?? 0) ?? true)
      .filter((object) => !text || object.name.toLowerCase().includes(text));
    const sorted = query.ordering.endsWith("name") ? found.toSorted((a, b) => a.name.localeCompare(b.name)) : found;
    return listResponse(slicePage(query.ordering.startsWith("-") ? sorted.toReversed() : sorted, query), query, input);
  },
});
