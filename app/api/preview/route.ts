import { z } from "zod";
import { listOf } from "#lib/http/list";
import { route } from "#lib/http/route";
import { inventoryResponse } from "#lib/inventory/list-response";
import { downloadDifferences, listDifferences } from "#lib/preview/list";
import { requestPreview } from "#lib/preview/request";
import { Preview, PreviewInput, PreviewListParams, PreviewObject } from "#lib/preview/schema";

export const GET = route({
  permission: "preview:read",
  summary: "What differed between Proxmox and NetBox when they were last compared, as JSON or CSV",
  query: PreviewListParams,
  answers: listOf(PreviewObject),
  media: ["text/csv"],
  handle: (input) =>
    inventoryResponse(input, { name: "preview", list: listDifferences, download: downloadDifferences }),
});

export const POST = route({
  permission: "preview:run",
  summary: "Compare Proxmox endpoints with NetBox; nothing is written",
  body: PreviewInput,
  answers: z.object({ results: z.array(Preview) }),
  handle: async ({ ctx, body }) => ({ results: await requestPreview(ctx, body) }),
  status: 202,
  done: () => "/preview",
});
