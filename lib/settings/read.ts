import type { Db } from "#db/client";
import { Settings } from "./schema.ts";
import { findSettingsValues } from "./store.ts";

/** The settings with defaults filled in. A stored value that no longer fits falls back to its default. */
export async function readSettings(db: Db): Promise<Settings> {
  const values = await findSettingsValues(db);
  const usable = Object.entries(values).filter(([name, value]) => {
    const field = Settings.shape[name as keyof Settings];
    return field?.safeParse(value).success ?? false;
  });
  return Settings.parse(Object.fromEntries(usable));
}
