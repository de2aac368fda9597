import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Panel } from "#ui/panel";
import { Actions, Fields } from "./controls.tsx";
import { Badges, Lines, Messages, Tables } from "./states.tsx";

export const metadata: Metadata = { title: "Components" };

const tokens = [
  "bg",
  "surface",
  "surface-2",
  "line",
  "line-strong",
  "text",
  "muted",
  "accent",
  "accent-ink",
  "accent-soft",
  "ok",
  "ok-soft",
  "warn",
  "warn-soft",
  "bad",
  "bad-soft",
  "run",
  "run-soft",
  "idle",
  "idle-soft",
  "mark",
] as const;

/** Everything that pages are made of, in every state: what a change of a component is looked at on. */
export default async function ComponentsPage() {
  const { actor } = await pageCtx();
  if (!can(actor, "debug:read"))
    return <NoPermission title="Components" needed="admin" backHref="/" backLabel="Home" />;
  return (
    <>
      <PageHeader
        title="Components"
        lead="Tokens and components in every state."
        crumbs={[{ label: "Debug" }, { label: "Components" }]}
      />
      <div className="grid gap-4">
        <Panel title="Colours">
          <ul className="grid grid-cols-2 gap-2 px-3.5 py-3 sm:grid-cols-4 lg:grid-cols-7">
            {tokens.map((name) => (
              <li key={name} className="min-w-0">
                <svg className="block h-8 w-full rounded-md border border-line-strong" aria-hidden="true">
                  <rect width="100%" height="100%" fill={`var(--${name})`} />
                </svg>
                <span className="block truncate font-mono text-xs">{name}</span>
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title="Type">
          <div className="grid gap-1 px-3.5 py-3">
            <p className="text-lg font-semibold">Large, 20 px: titles of pages</p>
            <p className="text-base">Base, 14 px: figures</p>
            <p className="text-sm">Small, 13 px: everything else 0123456789</p>
            <p className="text-xs text-muted">Extra small, 12 px: labels and notes</p>
            <p className="font-mono text-xs">Mono, 12 px: lines of a log 0123456789</p>
          </div>
        </Panel>
        <Badges />
        <Actions />
        <Fields />
        <Messages />
        <Tables />
        <Lines />
      </div>
    </>
  );
}
