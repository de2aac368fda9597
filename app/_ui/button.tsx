import type { ComponentProps, ReactNode } from "react";

type Kind = "plain" | "primary" | "danger";

const base =
  "inline-flex min-h-7 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-2.5 text-sm font-medium no-underline hover:no-underline";
const looks: Record<Kind, string> = {
  plain: "border-line-strong bg-surface text-text hover:bg-surface-2",
  primary: "border-accent bg-accent text-accent-ink hover:opacity-90",
  danger: "border-line-strong bg-surface text-bad hover:bg-bad-soft",
};

/** One that cannot act stays where the focus goes, so that its reason is found there; it sends nothing. */
export function Button(props: ComponentProps<"button"> & { kind?: Kind }) {
  const { kind = "plain", className = "", disabled, ...rest } = props;
  const off = disabled ? ({ type: "button", "aria-disabled": true } as const) : {};
  return <button type="submit" {...rest} {...off} className={`${base} ${looks[kind]} ${className}`} />;
}

export function LinkButton({ kind = "plain", className = "", ...props }: ComponentProps<"a"> & { kind?: Kind }) {
  return <a {...props} className={`${base} ${looks[kind]} ${className}`} />;
}

/** One action as a native form with one button: works without JavaScript. */
export function ActionForm(props: {
  action: string;
  children: ReactNode;
  kind?: Kind;
  fields?: Record<string, string>;
  syncUrl?: string;
  title?: string;
  disabled?: boolean;
}) {
  return (
    <form method="post" action={props.action} data-sync-url={props.syncUrl} className="inline-flex">
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button kind={props.kind} title={props.title} disabled={props.disabled}>
        {props.children}
      </Button>
    </form>
  );
}
