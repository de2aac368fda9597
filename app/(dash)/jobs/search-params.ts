import { z } from "zod";
import { fromWallClock } from "#lib/format/zoned";
import { type JobListQuery, jobOrders } from "#lib/jobs/list";
import { JobOutcome, JobStatus } from "#lib/jobs/schema";

export type SearchParams = Record<string, string | string[] | undefined>;

export const PAGE_SIZE = 50;

const many = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]).filter((part) => part), z.array(item)).catch([]);
/** A day, or a day and a time of the reader's zone. */
const WALL_CLOCK = /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/;
const wallClock = z.string().regex(WALL_CLOCK).optional().catch(undefined);

/** The filters of `/jobs`; what cannot be read is left out, as a link may be old. */
const JobSearch = z.object({
  status: many(JobStatus),
  outcome: many(JobOutcome),
  sync_type: many(z.string().max(40)),
  proxmox_endpoint_id: many(z.coerce.number().int().positive()),
  user_id: many(z.coerce.number().int().positive()),
  created_from: wallClock,
  created_to: wallClock,
  q: z.string().trim().max(120).optional().catch(undefined),
  ordering: z.string().default("-id").catch("-id"),
  offset: z.coerce.number().int().min(0).max(1_000_000_000).default(0).catch(0),
});
export type JobSearch = z.infer<typeof JobSearch>;

export const readJobSearch = (params: SearchParams): JobSearch => JobSearch.parse(params);

/** Filters → the query of `listJobs`. A day as `created_to` includes all of it, a minute its last second. */
export function toJobQuery(search: JobSearch, timeZone: string): JobListQuery {
  const column = search.ordering.replace(/^-/, "");
  const order = jobOrders.find((known) => known === column);
  return {
    statuses: search.status,
    outcomes: search.outcome,
    syncTypes: search.sync_type,
    proxmoxEndpointIds: search.proxmox_endpoint_id,
    userIds: search.user_id,
    createdFrom: momentOf(search.created_from, "00:00", timeZone),
    createdTo: endOf(momentOf(search.created_to, "23:59", timeZone)),
    q: search.q || undefined,
    order: order ?? "id",
    descending: order ? search.ordering.startsWith("-") : true,
    limit: PAGE_SIZE,
    offset: search.offset,
  };
}

const MINUTE_MS = 60_000;

function momentOf(text: string | undefined, clock: string, timeZone: string): Date | undefined {
  if (!text) return undefined;
  return fromWallClock(text.includes("T") ? text : `${text}T${clock}`, timeZone) ?? undefined;
}

const endOf = (minute: Date | undefined): Date | undefined => minute && new Date(minute.getTime() + MINUTE_MS - 1);

/** The address of the same list with some filters changed; empty ones are left out. */
export function jobsHref(search: Partial<JobSearch>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === "" || (name === "offset" && value === 0)) continue;
    if (name === "ordering" && value === "-id") continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  const text = query.toString();
  return text ? `/jobs?${text}` : "/jobs";
}

/** The same list as a download: the filters as the interface names them. */
export function csvHref(search: JobSearch, timeZone: string): string {
  const { created_from: _, created_to: __, offset: ___, ...filters } = search;
  const query = new URLSearchParams(jobsHref(filters).split("?")[1]);
  const { createdFrom, createdTo } = toJobQuery(search, timeZone);
  if (createdFrom) query.set("created_at__gte", createdFrom.toISOString());
  if (createdTo) query.set("created_at__lte", createdTo.toISOString());
  query.set("format", "csv");
  return `/api/jobs?${query}`;
}

/** Is anything filtered at all? */
export const isFiltered = (search: JobSearch): boolean =>
  jobsHref({ ...search, offset: 0, ordering: "-id" }) !== "/jobs";
