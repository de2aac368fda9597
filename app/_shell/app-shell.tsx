import { Menu as MenuIcon, Search } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "#ui/link";
import { Menu } from "#ui/menu";
import { Brand } from "./brand.tsx";
import { Nav } from "./nav.tsx";
import type { NavCounts } from "./nav-items.ts";
import { UserMenu } from "./user-menu.tsx";

export type ShellProps = {
  user: { username: string; role: string };
  theme: string;
  density: string;
  counts: NavCounts;
  /** What stands at the right of the bar, e.g. the transport label. */
  status?: ReactNode;
  children: ReactNode;
};

/** The frame of every page: complete without JavaScript. */
export function AppShell(props: ShellProps) {
  const isAdmin = props.user.role === "admin";
  return (
    <div className="min-h-screen md:grid md:grid-cols-[208px_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-surface px-3 py-1.5 focus:not-sr-only focus:absolute focus:left-2 focus:top-2"
      >
        Skip to the content
      </a>
      <aside className="hidden border-r border-line bg-surface md:block">
        <div className="sticky top-0 max-h-screen overflow-y-auto px-2 py-3">
          <Link
            href="/"
            className="mb-3 flex items-center gap-2 px-2 py-1 text-base font-semibold text-text no-underline hover:no-underline"
          >
            <Brand />
          </Link>
          <Nav counts={props.counts} isAdmin={isAdmin} label="Main" />
        </div>
      </aside>
      <div className="flex min-w-0 flex-col">
        <Topbar {...props} isAdmin={isAdmin} />
        <main id="main" tabIndex={-1} className="w-full max-w-[1440px] p-4 outline-none md:p-5">
          {props.children}
        </main>
      </div>
    </div>
  );
}

function Topbar(props: ShellProps & { isAdmin: boolean }) {
  return (
    <header className="no-print sticky top-0 z-20 flex h-11 items-center gap-2 border-b border-line bg-surface px-4 md:px-5">
      <Menu name="Menu" align="left" className="md:hidden" label={<MenuIcon size={16} aria-hidden />}>
        <div className="max-h-[80vh] w-60 overflow-y-auto p-1">
          <Nav counts={props.counts} isAdmin={props.isAdmin} label="Main, small screen" />
        </div>
      </Menu>
      <Link href="/" className="truncate font-semibold text-text no-underline md:hidden">
        Proxbox<span className="max-[420px]:hidden"> Console</span>
      </Link>
      <search className="relative ml-auto hidden sm:block">
        <Search
          size={14}
          aria-hidden
          className="pointer-events-none absolute left-2 top-1/2 -translate-y-1/2 text-muted"
        />
        <form action="/jobs">
          <input
            type="search"
            name="q"
            aria-label="Search jobs"
            placeholder="Search jobs"
            className="h-7 w-52 rounded-md border border-line-strong bg-surface-2 pl-7 pr-14 text-sm placeholder:text-muted"
          />
          <button
            type="button"
            data-opens-palette
            aria-label="Find or run, Ctrl K"
            className="needs-js absolute right-0.5 top-0.5 h-6 px-1 text-xs text-muted"
          >
            <kbd className="rounded border border-line-strong px-1">Ctrl K</kbd>
          </button>
        </form>
      </search>
      <button
        type="button"
        data-opens-palette
        aria-label="Find or run"
        className="needs-js ml-auto inline-flex size-7 items-center justify-center rounded-md border border-line-strong sm:hidden"
      >
        <Search size={14} aria-hidden />
      </button>
      <div className="flex items-center gap-2">
        {props.status}
        <UserMenu username={props.user.username} role={props.user.role} theme={props.theme} density={props.density} />
      </div>
    </header>
  );
}
