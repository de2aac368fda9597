import { type OverwriteName, type Settings, syncModeNames } from "#lib/settings/schema";
import type { FormState } from "../../_shell/form-state.ts";
import { isOverwrittenByDefault, modeChoices, modeWords, overwriteGroups } from "./words.ts";

type Props = { settings: Pick<Settings, "sync_modes" | "overwrite">; state: FormState | null };

/** One choice a stage, with a sentence each. */
export function ModesTable({ settings, state }: Props) {
  return (
    <fieldset className="mb-4 rounded-lg border border-line bg-surface">
      <legend className="sr-only">Sync modes</legend>
      <div aria-hidden="true" className="px-4 pt-4 font-semibold">
        Sync modes
      </div>
      <p className="px-4 pb-2 text-muted">What is synced. A Proxmox endpoint may decide otherwise for itself.</p>
      <ul>
        {syncModeNames.map((name) => (
          <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2">
            <label htmlFor={`mode-${name}`} className="min-w-0 flex-1 basis-64">
              <span className="font-medium">{modeWords[name].title}</span>
              <span className="block text-xs text-muted">{modeWords[name].sentence}</span>
            </label>
            <select
              id={`mode-${name}`}
              name={`sync_modes.${name}`}
              defaultValue={kept(state, `sync_modes.${name}`) ?? settings.sync_modes[name] ?? "always"}
              className="min-h-8 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-text"
            >
              {modeChoices.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** What may be overwritten in NetBox: off keeps what people entered there. */
export function OverwriteMatrix({ settings, state }: Props) {
  return (
    <fieldset className="mb-4 rounded-lg border border-line bg-surface p-4">
      <legend className="sr-only">Overwrite in NetBox</legend>
      <div aria-hidden="true" className="font-semibold">
        Overwrite in NetBox
      </div>
      <p className="text-muted">Off keeps the value that NetBox has, once it has one.</p>
      <div className="mt-3 grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {overwriteGroups.map((group) => (
          <div key={group.title}>
            <p className="mb-1 font-medium">{group.title}</p>
            {group.flags.map(([name, label]) => (
              <Flag key={name} name={name} label={label} settings={settings} state={state} />
            ))}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function Flag({ name, label, settings, state }: Props & { name: OverwriteName; label: string }) {
  const field = `overwrite.${name}`;
  const value = kept(state, field) ?? String(settings.overwrite[name] ?? isOverwrittenByDefault(name));
  return (
    <label className="flex min-h-7 items-center gap-2">
      <input type="hidden" name={field} value="false" />
      <input type="checkbox" name={field} value="true" defaultChecked={value === "true"} />
      {label}
    </label>
  );
}

function kept(state: FormState | null, name: string): string | undefined {
  const value = state?.values[name];
  return Array.isArray(value) ? value.at(-1) : value;
}
