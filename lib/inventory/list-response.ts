import type { Ctx } from "../ctx.ts";
import { type ListPage, type ListQuery, listResponse } from "../http/list.ts";
import type { RequestFacts } from "../http/request-facts.ts";
import { streamResponse } from "../http/stream-response.ts";

type Asked<Q> = { ctx: Ctx; query: Q; request: Request; facts: RequestFacts };

/** A list as a page of JSON, or all of it as a CSV file. */
export async function inventoryResponse<Q extends Omit<ListQuery, "format"> & { format?: "json" | "csv" }>(
  input: Asked<Q>,
  verbs: {
    /** Of the file. */
    name: string;
    list: (ctx: Ctx, query: Q) => Promise<ListPage>;
    download: (ctx: Ctx, query: Q) => AsyncGenerator<string>;
  },
): Promise<Response> {
  const { ctx, query } = input;
  if (query.format !== "csv") return listResponse(await verbs.list(ctx, query), query, input);
  return streamResponse(verbs.download(ctx, query), {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${verbs.name}.csv"`,
    "cache-control": "no-store",
  });
}
