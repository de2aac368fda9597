import type { ReactNode } from "react";

/** A group of checkboxes of one name, so that several can be chosen without JavaScript. */
export function Choices(props: {
  label: string;
  name: string;
  options: [string, string][];
  chosen: readonly string[];
  hint?: ReactNode;
  errors?: string[];
}) {
  const errorId = `${props.name}-error`;
  return (
    <fieldset id={props.name} className="mb-3.5" aria-describedby={props.errors ? errorId : undefined}>
      <legend className="mb-1 font-medium">{props.label}</legend>
      <input type="hidden" name={props.name} value="" />
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {props.options.map(([value, label]) => (
          <label key={value} className="flex min-h-6 items-center gap-2">
            <input type="checkbox" name={props.name} value={value} defaultChecked={props.chosen.includes(value)} />
            {label}
          </label>
        ))}
      </div>
      {props.hint && <p className="mt-1 text-xs text-muted">{props.hint}</p>}
      {props.errors && (
        <p id={errorId} className="mt-1 text-xs font-medium text-bad">
          {props.errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
