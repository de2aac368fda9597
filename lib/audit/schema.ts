import { z } from "zod";
import { paging, repeated } from "../http/query.ts";

/** What happened, as administrators read it. */
export type PublicAuditEntry = {
  id: number;
  at: string;
  actor_kind: string;
  user_id: number | null;
  username: string;
  token_id: number | null;
  address: string | null;
  action: string;
  object_type: string;
  object_id: string | null;
  object_name: string | null;
  before: unknown;
  after: unknown;
};

export const AuditQuery = z.strictObject({
  ...paging,
  ordering: z.enum(["-id", "id", "-at", "at"]).default("-id"),
  q: z.string().max(200).optional(),
  action: repeated(z.string()),
  object_type: repeated(z.string()),
  object_id: repeated(z.string()),
  username: repeated(z.string()),
  user_id: repeated(z.coerce.number().int()),
  at__gte: z.iso.datetime({ offset: true }).optional(),
  at__lte: z.iso.datetime({ offset: true }).optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
