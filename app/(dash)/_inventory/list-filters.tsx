import { Button, LinkButton } from "#ui/button";
import { chosen, isFiltered, type ListSearch } from "./list-search.ts";

export type Choice = { name: string; label: string; options: [string, string][] };

const control = "h-7 w-full sm:w-auto rounded-md border border-line-strong bg-surface px-2 text-sm text-text";

export const missingChoice: Choice = {
  name: "missing",
  label: "Seen",
  options: [
    ["false", "Present"],
    ["true", "Missing"],
  ],
};

/** The filters as a GET form: the URL is the state. */
export function ListFilters({ search, choices }: { search: ListSearch<unknown>; choices: Choice[] }) {
  return (
    <form
      action={search.path}
      className="grid grid-cols-2 items-end gap-2 border-b border-line px-3.5 py-2.5 sm:flex sm:flex-wrap"
    >
      <div>
        <label htmlFor="q" className="block text-xs text-muted">
          Contains
        </label>
        <input id="q" type="search" name="q" defaultValue={chosen(search, "q")} className={`${control} sm:w-52`} />
      </div>
      {choices
        .filter((choice) => choice.options.length > 0)
        .map((choice) => (
          <div key={choice.name}>
            <label htmlFor={choice.name} className="block text-xs text-muted">
              {choice.label}
            </label>
            <select
              id={choice.name}
              name={choice.name}
              defaultValue={chosen(search, choice.name)}
              className={`${control} sm:max-w-44`}
            >
              <option value="">Any</option>
              {choice.options.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        ))}
      {search.raw.ordering && <input type="hidden" name="ordering" value={chosen(search, "ordering")} />}
      {search.columns && <input type="hidden" name="columns" value={search.columns} />}
      <Button>Filter</Button>
      {isFiltered(search) && <LinkButton href={search.path}>Clear</LinkButton>}
    </form>
  );
}
