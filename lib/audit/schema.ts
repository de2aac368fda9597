import { z } from "zod";
import { MomentInput } from "../format/moment-input.ts";
import { paging, repeated } from "../http/query.ts";

/** What happened, as administrators read it. */
export const PublicAuditEntry = z
  .object({
    id: z.number(),
    at: z.string(),
    actor_kind: z.string(),
    user_id: z.number().nullable(),
    username: z.string(),
    token_id: z.number().nullable(),
    address: z.string().nullable(),
    request_id: z.string().nullable(),
    action: z.string(),
    object_type: z.string(),
    object_id: z.string().nullable(),
    object_name: z.string().nullable(),
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: "AuditEntry" });
export type PublicAuditEntry = z.infer<typeof PublicAuditEntry>;

export const AuditQuery = z.strictObject({
  ...paging,
  ordering: z.enum(["-id", "id", "-at", "at"]).default("-id"),
  q: z.string().max(200).optional(),
  action: repeated(z.string()),
  object_type: repeated(z.string()),
  object_id: repeated(z.string()),
  username: repeated(z.string()),
  user_id: repeated(z.coerce.number().int()),
  at__gte: MomentInput.optional(),
  at__lte: MomentInput.optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
