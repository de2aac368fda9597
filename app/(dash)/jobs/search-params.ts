import { z } from "zod";
import { type JobListQuery, jobOrders } from "#lib/jobs/list";
import { JobOutcome, JobStatus } from "#lib/jobs/schema";

export type SearchParams = Record<string, string | string[] | undefined>;

export const PAGE_SIZE = 50;

const many = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]).filter((part) => part), z.array(item)).catch([]);
const day = z.iso.date().optional().catch(undefined);

/** The filters of `/jobs`; what cannot be read is left out, as a link may be old. */
const JobSearch = z.object({
  status: many(JobStatus),
  outcome: many(JobOutcome),
  sync_type: many(z.string().max(40)),
  proxmox_endpoint_id: many(z.coerce.number().int().positive()),
  user_id: many(z.coerce.number().int().positive()),
  created_from: day,
  created_to: day,
  q: z.string().trim().max(120).optional().catch(undefined),
  ordering: z.string().default("-id").catch("-id"),
  offset: z.coerce.number().int().min(0).max(1_000_000_000).default(0).catch(0),
});
export type JobSearch = z.infer<typeof JobSearch>;

export const readJobSearch = (params: SearchParams): JobSearch => JobSearch.parse(params);

const NEXT_DAY_MS = 86_400_000;

/** Filters → the query of `listJobs`. Days are UTC days; `created_to` includes its day. */
export function toJobQuery(search: JobSearch): JobListQuery {
  const column = search.ordering.replace(/^-/, "");
  const order = jobOrders.find((known) => known === column);
  return {
    statuses: search.status,
    outcomes: search.outcome,
    syncTypes: search.sync_type,
    proxmoxEndpointIds: search.proxmox_endpoint_id,
    userIds: search.user_id,
    createdFrom: search.created_from ? new Date(`${search.created_from}T00:00:00Z`) : undefined,
    createdTo: search.created_to ? new Date(Date.parse(`${search.created_to}T00:00:00Z`) + NEXT_DAY_MS - 1) : undefined,
    q: search.q || undefined,
    order: order ?? "id",
    descending: order ? search.ordering.startsWith("-") : true,
    limit: PAGE_SIZE,
    offset: search.offset,
  };
}

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

/** Is anything filtered at all? */
export const isFiltered = (search: JobSearch): boolean =>
  jobsHref({ ...search, offset: 0, ordering: "-id" }) !== "/jobs";
