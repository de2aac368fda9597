import type { ReactNode } from "react";
import { Button, LinkButton } from "#ui/button";
import { Banner } from "#ui/panel";

/** A native form with its refusal on top and its buttons below. `method` other than POST travels as `_method`. */
export function EditForm(props: {
  action: string;
  method?: "PATCH" | "DELETE";
  /** What was refused, and the fields it names. */
  refusal?: { message: string; errors: Record<string, string[]> } | null;
  submit: string;
  cancelHref: string;
  /** A short form inside of a panel: its buttons stay where they are. */
  isInset?: boolean;
  children: ReactNode;
}) {
  return (
    <form method="post" action={props.action} className="max-w-3xl">
      {props.method && <input type="hidden" name="_method" value={props.method} />}
      {props.refusal && <Refusal {...props.refusal} />}
      {props.children}
      <div className={`flex flex-wrap gap-2 ${props.isInset ? "pb-4" : "foot-bar border-t border-line bg-bg py-3"}`}>
        <Button kind="primary">{props.submit}</Button>
        <LinkButton href={props.cancelHref}>Cancel</LinkButton>
      </div>
    </form>
  );
}

function Refusal({ message, errors }: { message: string; errors: Record<string, string[]> }) {
  const fields = Object.entries(errors);
  return (
    <Banner tone="bad">
      <p className="font-semibold">Nothing was saved.</p>
      {fields.length === 0 && <p>{message}</p>}
      <ul>
        {fields.map(([name, messages]) => (
          <li key={name}>
            <a href={`#${name}`} className="font-medium text-text underline">
              {name.replaceAll("_", " ")}
            </a>
            : {messages.join(" ")}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

/** A titled group of fields, two columns where there is room. */
export function FieldGroup(props: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="mb-4 min-w-0 rounded-lg border border-line bg-surface p-4">
      <legend className="sr-only">{props.title}</legend>
      <div aria-hidden="true" className="font-semibold">
        {props.title}
      </div>
      {props.hint && <p className="text-muted">{props.hint}</p>}
      <div className="mt-3 grid gap-x-4 sm:grid-cols-2">{props.children}</div>
    </fieldset>
  );
}

/** A field that takes the whole row of its group. */
export function FullRow({ children }: { children: ReactNode }) {
  return <div className="sm:col-span-2">{children}</div>;
}
