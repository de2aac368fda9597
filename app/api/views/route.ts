import { z } from "zod";
import { listOf, listResponse } from "#lib/http/list";
import { route } from "#lib/http/route";
import { shortList } from "#lib/http/short-list";
import { listViews, saveView } from "#lib/views/own-views";
import { SavedView, ViewInput, viewPages } from "#lib/views/schema";

const list = shortList({
  filters: { page: z.enum(viewPages) },
  orders: ["name", "id"],
  ordering: "name",
  search: ["name"],
});

export const GET = route({
  permission: "views:own",
  summary: "Own saved views",
  answers: listOf(SavedView),
  query: list.query,
  handle: async (input) => listResponse(list.page(await listViews(input.ctx), input.query), input.query, input),
});

export const POST = route({
  permission: "views:own",
  summary: "Keep filters of a list under a name",
  accepts: ViewInput,
  answers: SavedView,
  status: 201,
  handle: ({ ctx, body }) => saveView(ctx, body),
  done: (view: SavedView) => view.display_url,
});
