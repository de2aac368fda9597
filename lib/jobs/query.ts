import { z } from "zod";
import { MomentInput } from "../format/moment-input.ts";
import { paging, repeated } from "../http/query.ts";
import { syncTypes } from "../sync/stages.ts";
import { type JobListQuery, jobOrders } from "./list.ts";
import { JobOutcome, JobStatus } from "./schema.ts";

const id = z.coerce.number().int().positive();
const ordering = z.enum(jobOrders.flatMap((order) => [order, `-${order}`] as const));

/** The filters of the job list as they stand in a query string. */
export const JobListParams = z.strictObject({
  ...paging,
  ordering: ordering.default("-id"),
  q: z.string().max(200).optional(),
  id: repeated(id),
  name: z.string().optional(),
  status: repeated(JobStatus),
  outcome: repeated(JobOutcome),
  sync_type: repeated(z.enum(["all", ...syncTypes])),
  proxmox_endpoint_id: repeated(id),
  user_id: repeated(id),
  schedule_id: repeated(id),
  created_at__gte: MomentInput.optional(),
  created_at__lte: MomentInput.optional(),
});
export type JobListParams = z.infer<typeof JobListParams>;

/** Query string → what the list verb takes. */
export function toJobListQuery(params: JobListParams): JobListQuery {
  const date = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
  return {
    limit: params.limit,
    offset: params.offset,
    order: params.ordering.replace(/^-/, "") as JobListQuery["order"], // safe because the enum is made of the orders
    descending: params.ordering.startsWith("-"),
    q: params.q,
    ids: params.id,
    name: params.name,
    statuses: params.status,
    outcomes: params.outcome,
    syncTypes: params.sync_type,
    proxmoxEndpointIds: params.proxmox_endpoint_id,
    userIds: params.user_id,
    scheduleIds: params.schedule_id,
    createdFrom: date(params.created_at__gte),
    createdTo: date(params.created_at__lte),
  };
}
