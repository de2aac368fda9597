import { z } from "zod";
import { dropDraft, keepDraft } from "#lib/config/draft";
import { exportConfig } from "#lib/config/export";
import { importConfig } from "#lib/config/import";
import { ConfigImport, ConfigImportInput, ConfigText } from "#lib/config/schema";
import { route } from "#lib/http/route";
import { parseInput } from "#lib/parse-input";
import { confirmInBody } from "#lib/users/confirm-in-body";

const PAGE = "/settings/config";

export const GET = route({
  permission: "config:manage",
  summary: "The configuration as YAML, without secrets; `format=json` answers the same text in JSON",
  query: z.strictObject({ format: z.enum(["yaml", "json"]).default("yaml") }),
  answers: ConfigText,
  media: ["application/yaml"],
  handle: async ({ ctx, query }) => {
    const document = await exportConfig(ctx);
    if (query.format === "json") return { document };
    return new Response(document, {
      headers: {
        "content-type": "application/yaml; charset=utf-8",
        "content-disposition": 'attachment; filename="proxbox-console.yaml"',
        "cache-control": "no-store",
      },
    });
  },
});

export const POST = route({
  permission: "config:manage",
  summary: "Import a configuration, all or nothing; `dry_run` tells what would change",
  accepts: ConfigImportInput.extend({ confirm_password: z.string().optional() }).meta({ id: "ConfigImportInput" }),
  answers: ConfigImport,
  handle: async ({ ctx, body, isNativeForm }) => {
    const { ctx: confirmed, values } = await confirmInBody(ctx, body);
    const input = parseInput(ConfigImportInput, values);
    if (!isNativeForm) return importConfig(confirmed, input);
    // The page tells the differences of what it holds, as they are when it is looked at.
    if (input.dry_run) return keepDraft(ctx, input.document);
    const done = await importConfig(confirmed, input);
    await dropDraft(ctx);
    return done;
  },
  done: (result: ConfigImport | undefined) =>
    result ? `${PAGE}?created=${result.counts.create}&changed=${result.counts.update}` : PAGE,
});
