import { z } from "zod";
import { KindInPath } from "#lib/endpoints/kinds";
import { AppError } from "#lib/errors";
import { route } from "#lib/http/route";
import { importFromPlugin } from "#lib/plugin-import/import";
import { previewImport } from "#lib/plugin-import/preview";
import { ImportInput, ImportItem } from "#lib/plugin-import/schema";

const params = z.object({ kind: KindInPath, id: z.coerce.number().int().positive() });
const Made = z.object({ kind: z.string(), id: z.number().int(), name: z.string() });

export const GET = route({
  permission: "endpoints:write",
  summary: "What the plugin in this NetBox holds, and what of it is here already; secrets are never told",
  params,
  answers: z.object({ results: z.array(ImportItem) }),
  handle: async ({ ctx, params: { kind, id } }) => {
    assertNetbox(kind);
    return { results: await previewImport(ctx, id) };
  },
});

export const POST = route({
  permission: "endpoints:write",
  summary: "Import endpoints from the plugin in this NetBox; host and port that are here already are left as they are",
  params,
  body: ImportInput,
  answers: z.object({ created: z.array(Made), known: z.number().int() }),
  status: 201,
  handle: async ({ ctx, params: { kind, id }, body }) => {
    assertNetbox(kind);
    const { created, known } = await importFromPlugin(ctx, id, body);
    return { created: created.map((made) => ({ kind: made.kind, id: made.id, name: made.name })), known };
  },
  done: () => "/setup",
});

function assertNetbox(kind: string): void {
  if (kind !== "netbox") throw new AppError("not_found", "Only a NetBox has the plugin.");
}
