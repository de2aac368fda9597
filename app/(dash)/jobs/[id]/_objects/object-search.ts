import { z } from "zod";
import { JobObjectsQuery } from "#lib/jobs/objects";
import type { SearchParams } from "../../search-params.ts";

export const OBJECTS_PAGE = 100;

const word = z.string().max(300).default("").catch("");

/** The filters of the tab Objects in the address of a job page; what cannot be read is left out. */
const ObjectSearch = z.object({
  q: z.string().trim().max(200).default("").catch(""),
  operation: word,
  status: word,
  kind: word,
  stage: word,
  ordering: z.enum(["seq", "-seq", "name", "-name"]).default("seq").catch("seq"),
  offset: z.coerce.number().int().min(0).max(100_000_000).default(0).catch(0),
});
export type ObjectSearch = z.infer<typeof ObjectSearch>;

export const readObjectSearch = (params: SearchParams): ObjectSearch => ObjectSearch.parse(params);

const filters = ["q", "operation", "status", "kind", "stage"] as const;

export function toObjectsQuery(search: ObjectSearch): JobObjectsQuery {
  const said = filters.filter((name) => search[name] !== "").map((name) => [name, search[name]]);
  const { ordering, offset } = search;
  return JobObjectsQuery.parse({ ...Object.fromEntries(said), ordering, offset, limit: OBJECTS_PAGE });
}

/** The address of the tab with some filters changed. */
export function objectsHref(jobId: number, search: Partial<ObjectSearch>): string {
  const query = new URLSearchParams({ tab: "objects" });
  for (const name of filters) if (search[name]) query.set(name, search[name]);
  if (search.ordering && search.ordering !== "seq") query.set("ordering", search.ordering);
  if (search.offset) query.set("offset", String(search.offset));
  return `/jobs/${jobId}?${query}`;
}

export const isObjectFilterOn = (search: ObjectSearch): boolean => filters.some((name) => search[name] !== "");
