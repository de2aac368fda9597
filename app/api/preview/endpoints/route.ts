import { z } from "zod";
import { listOf, listResponse, slicePage } from "#lib/http/list";
import { paging } from "#lib/http/query";
import { route } from "#lib/http/route";
import { listPreviews } from "#lib/preview/list";
import { Preview } from "#lib/preview/schema";

export const GET = route({
  permission: "preview:read",
  summary: "How it stands with the comparison of each Proxmox endpoint, and what it cannot know",
  query: z.strictObject(paging),
  answers: listOf(Preview),
  handle: async (input) => listResponse(slicePage(await listPreviews(input.ctx), input.query), input.query, input),
});
