import type { ReactNode } from "react";

export function Panel(props: { title?: string; aside?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={`min-w-0 rounded-lg border border-line bg-surface ${props.className ?? ""}`}>
      {props.title !== undefined && (
        <header className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-2">
          <h2 className="text-sm font-semibold">{props.title}</h2>
          <div className="ml-auto flex items-center gap-2 text-muted">{props.aside}</div>
        </header>
      )}
      {props.children}
    </section>
  );
}

/** What stands where nothing is yet, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="px-5 py-10 text-center">
      <p className="font-semibold">{title}</p>
      {children && <div className="mt-1.5 text-muted">{children}</div>}
    </div>
  );
}

const bannerTones = {
  info: "border-run bg-run-soft text-text",
  warn: "border-warn bg-warn-soft text-text",
  bad: "border-bad bg-bad-soft text-text",
  ok: "border-ok bg-ok-soft text-text",
};

export function Banner({ tone, children }: { tone: keyof typeof bannerTones; children: ReactNode }) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={`mb-4 rounded-lg border px-4 py-2.5 ${bannerTones[tone]}`}
    >
      {children}
    </div>
  );
}

export function DefinitionList({ items }: { items: [string, ReactNode][] }) {
  return (
    <dl className="grid grid-cols-[fit-content(50%)_minmax(0,1fr)] gap-x-4 gap-y-1.5 px-3.5 py-3">
      {items.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="min-w-32 text-muted">{term}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
