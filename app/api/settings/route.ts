import { formMethods } from "#lib/http/methods";
import { route } from "#lib/http/route";
import { parseInput } from "#lib/parse-input";
import { settingsFromForm } from "#lib/settings/from-form";
import { readSettings } from "#lib/settings/read";
import { SettingsPatch } from "#lib/settings/schema";
import { updateSettings } from "#lib/settings/update";

export const GET = route({ permission: "settings:read", handle: ({ ctx }) => readSettings(ctx.db) });

export const PATCH = route({
  permission: "settings:write",
  handle: ({ ctx, body, isNativeForm }) =>
    updateSettings(ctx, parseInput(SettingsPatch, isNativeForm ? settingsFromForm(body) : body)),
  done: () => "/settings?saved=1",
});

export const POST = formMethods({ PATCH });
