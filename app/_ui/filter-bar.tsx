import { Button, LinkButton } from "#ui/button";
import { FilterFold } from "#ui/filter-fold";

export type FilterField = { name: string; label: string; value: string | undefined } & (
  | { kind: "text" | "date" | "datetime-local" }
  | { kind: "choice"; options: [value: string, label: string][] }
);

const control = "h-7 w-full sm:w-auto rounded-md border border-line-strong bg-surface px-2 text-sm text-text";

/** The filters of a list as a GET form: the URL is the state. `hidden` keeps what is chosen elsewhere. */
export function FilterBar(props: {
  action: string;
  fields: FilterField[];
  hidden?: Record<string, string | undefined>;
  /** Set when something is filtered: the way back to everything. */
  clearHref: string | null;
}) {
  return (
    <FilterFold
      count={props.fields.filter(({ value }) => value !== undefined && value !== "").length}
      isOn={props.clearHref !== null}
    >
      <FilterForm {...props} />
    </FilterFold>
  );
}

function FilterForm(props: Parameters<typeof FilterBar>[0]) {
  return (
    <form
      action={props.action}
      className="grid grid-cols-2 items-end gap-2 px-3.5 pt-1 pb-2.5 sm:flex sm:flex-wrap sm:pt-2.5"
    >
      {Object.entries(props.hidden ?? {}).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {props.fields
        .filter((field) => field.kind !== "choice" || field.options.length > 0)
        .map((field) => (
          <div key={field.name}>
            <label htmlFor={field.name} className="block text-xs text-muted">
              {field.label}
            </label>
            <Control field={field} />
          </div>
        ))}
      <Button>Filter</Button>
      {props.clearHref && <LinkButton href={props.clearHref}>Clear</LinkButton>}
    </form>
  );
}

function Control({ field }: { field: FilterField }) {
  const { name, value } = field;
  if (field.kind !== "choice") {
    const type = field.kind === "text" ? "search" : field.kind;
    const width = field.kind === "text" ? "sm:w-44" : "";
    return <input id={name} type={type} name={name} defaultValue={value} className={`${control} ${width}`} />;
  }
  return (
    <select id={name} name={name} defaultValue={value ?? ""} className={`${control} sm:max-w-44`}>
      <option value="">Any</option>
      {field.options.map(([option, label]) => (
        <option key={option} value={option}>
          {label}
        </option>
      ))}
    </select>
  );
}
