import { FilterBar, type FilterField } from "#ui/filter-bar";
import { chosen, isFiltered, type ListSearch } from "./list-search.ts";

export type Choice = { name: string; label: string; options: [string, string][] };

export const missingChoice: Choice = {
  name: "missing",
  label: "Seen",
  options: [
    ["false", "Present"],
    ["true", "Missing"],
  ],
};

/** The filters of a list of the inventory; its order and its columns are kept. */
export function ListFilters({ search, choices }: { search: ListSearch<unknown>; choices: Choice[] }) {
  const fields: FilterField[] = [
    { kind: "text", name: "q", label: "Contains", value: chosen(search, "q") },
    ...choices.map((choice) => ({ kind: "choice" as const, ...choice, value: chosen(search, choice.name) })),
  ];
  return (
    <FilterBar
      action={search.path}
      fields={fields}
      hidden={{ ordering: chosen(search, "ordering"), columns: search.columns }}
      clearHref={isFiltered(search) ? search.path : null}
    />
  );
}
