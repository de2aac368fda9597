import { Link } from "#ui/link";

export type Tab = { href: string; label: string; count?: number | string; isOn: boolean };

/** Tabs as links: the URL is the state. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className="flex min-w-0 flex-wrap gap-1">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.isOn ? "page" : undefined}
          className={`inline-flex min-h-7 items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 no-underline hover:no-underline ${tab.isOn ? "bg-idle-soft font-semibold text-text" : "text-muted hover:bg-surface-2 hover:text-text"}`}
        >
          {tab.label}
          {tab.count !== undefined && <span className="text-xs font-normal text-muted">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
