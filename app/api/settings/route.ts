import { assertMatches } from "#lib/http/etag";
import { formMethods } from "#lib/http/methods";
import { route } from "#lib/http/route";
import { parseInput } from "#lib/parse-input";
import { settingsFromForm } from "#lib/settings/from-form";
import { readSettings } from "#lib/settings/read";
import { Settings, SettingsPatch } from "#lib/settings/schema";
import { updateSettings } from "#lib/settings/update";

export const GET = route({
  permission: "settings:read",
  summary: "Settings",
  answers: Settings,
  handle: ({ ctx }) => readSettings(ctx.db),
});

export const PATCH = route({
  permission: "settings:write",
  summary: "Change settings; what is not named stays",
  accepts: SettingsPatch,
  answers: Settings,
  handle: async ({ ctx, body, isNativeForm, request }) => {
    assertMatches(request.headers, await readSettings(ctx.db));
    return updateSettings(ctx, parseInput(SettingsPatch, isNativeForm ? settingsFromForm(body) : body));
  },
  done: () => "/settings?saved=1",
});

export const POST = formMethods({ PATCH });
