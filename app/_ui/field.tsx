import type { ComponentProps, ReactNode } from "react";

const control = "min-h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm text-text";

type Common = { label: string; name: string; hint?: ReactNode; errors?: string[] };

function Shell({ label, name, hint, errors, children }: Common & { children: ReactNode }) {
  return (
    <div className="mb-3.5">
      <label htmlFor={name} className="mb-1 block font-medium">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${name}-hint`} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      )}
      {errors && errors.length > 0 && (
        <p id={`${name}-error`} className="mt-1 text-xs font-medium text-bad">
          {errors.join(" ")}
        </p>
      )}
    </div>
  );
}

const described = ({ name, hint, errors }: Common) => ({
  id: name,
  name,
  "aria-invalid": errors && errors.length > 0 ? true : undefined,
  "aria-describedby":
    [hint ? `${name}-hint` : "", errors?.length ? `${name}-error` : ""].filter(Boolean).join(" ") || undefined,
});

export function TextField({ label, name, hint, errors, ...input }: Common & ComponentProps<"input">) {
  return (
    <Shell label={label} name={name} hint={hint} errors={errors}>
      <input {...input} {...described({ label, name, hint, errors })} className={control} />
    </Shell>
  );
}

/** A text of many lines. */
export function LongTextField({ label, name, hint, errors, ...input }: Common & ComponentProps<"textarea">) {
  return (
    <Shell label={label} name={name} hint={hint} errors={errors}>
      <textarea
        rows={12}
        spellCheck={false}
        {...input}
        {...described({ label, name, hint, errors })}
        className={`${control} py-1.5 font-mono`}
      />
    </Shell>
  );
}

/** Never shows a stored value: empty keeps it. */
export function SecretField({
  stored = false,
  hint,
  ...props
}: Common & { stored?: boolean; required?: boolean; autoComplete?: string }) {
  const note = stored ? "A value is stored. Leave empty to keep it." : undefined;
  return <TextField {...props} type="password" hint={hint ?? note} autoComplete={props.autoComplete ?? "off"} />;
}

export function SelectField(props: Common & { options: [string, string][]; defaultValue?: string }) {
  return (
    <Shell {...props}>
      <select {...described(props)} defaultValue={props.defaultValue} className={control}>
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Shell>
  );
}

/** A checkbox that also says "off": an unchecked box sends nothing by itself. */
export function CheckboxField({ label, name, hint, defaultChecked }: Common & { defaultChecked?: boolean }) {
  return (
    <div className="mb-3.5">
      <input type="hidden" name={name} value="false" />
      <label className="flex items-center gap-2 font-medium">
        <input type="checkbox" name={name} value="true" defaultChecked={defaultChecked} />
        {label}
      </label>
      {hint && <p className="mt-1 text-xs text-muted">{hint}</p>}
    </div>
  );
}
