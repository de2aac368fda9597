import { z } from "zod";
import { auditCsv, listAudit } from "#lib/audit/list";
import { AuditQuery, PublicAuditEntry } from "#lib/audit/schema";
import { listOf, listResponse } from "#lib/http/list";
import { route } from "#lib/http/route";
import { streamResponse } from "#lib/http/stream-response";

export const GET = route({
  permission: "audit:read",
  summary: "Who did what, newest first; `format=csv` is a download",
  media: ["text/csv"],
  answers: listOf(PublicAuditEntry),
  query: AuditQuery.extend({ format: z.enum(["json", "csv"]).default("json") }),
  handle: async (input) => {
    const { format, ...query } = input.query;
    if (format === "json") return listResponse(await listAudit(input.ctx, query), query, input);
    return streamResponse(auditCsv(input.ctx, query), {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="audit.csv"',
      "cache-control": "no-store",
    });
  },
});
