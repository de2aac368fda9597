import { assertMatches, objectResponse } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { route } from "#lib/http/route";
import { parseInput } from "#lib/parse-input";
import { settingsFromForm } from "#lib/settings/from-form";
import { readSettings } from "#lib/settings/read";
import { SettingsPatch } from "#lib/settings/schema";
import { updateSettings } from "#lib/settings/update";

export const GET = route({
  permission: "settings:read",
  summary: "Settings",
  handle: async ({ ctx, request }) => objectResponse(await readSettings(ctx.db), request.headers),
});

export const PATCH = route({
  permission: "settings:write",
  summary: "Change settings; what is not named stays",
  accepts: SettingsPatch,
  handle: async ({ ctx, body, isNativeForm, request }) => {
    assertMatches(request.headers, await readSettings(ctx.db));
    return updateSettings(ctx, parseInput(SettingsPatch, isNativeForm ? settingsFromForm(body) : body));
  },
  done: () => "/settings?saved=1",
});

export const POST = formMethods({ PATCH });
