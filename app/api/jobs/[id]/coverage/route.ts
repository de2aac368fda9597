import { csvLines } from "#lib/format/csv";
import { listOf } from "#lib/http/list";
import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { inventoryResponse } from "#lib/inventory/list-response";
import { CoveredObject } from "#lib/sync/cover-objects";
import { CoverageListParams, listCoverage } from "#lib/sync/job-coverage";

const columns = Object.keys(CoveredObject.shape) as (keyof CoveredObject)[]; // safe because a shape has these keys

export const GET = route({
  permission: "jobs:read",
  summary: "What a job did about each object of its endpoints or of those asked for, and why not, as JSON or CSV",
  params: IdParams,
  query: CoverageListParams,
  answers: listOf(CoveredObject),
  media: ["text/csv"],
  handle: (input) => {
    const { id } = input.params;
    return inventoryResponse(input, {
      name: `job-${id}-coverage`,
      list: (ctx, query) => listCoverage(ctx, id, query),
      async *download(ctx, query) {
        const { results } = await listCoverage(ctx, id, query);
        yield csvLines([columns, ...results.map((object) => columns.map((name) => object[name]))]);
      },
    });
  },
});
