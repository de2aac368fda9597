"use client";

import { usePathname } from "next/navigation";
import { Link } from "#ui/link";
import { isCurrent, type NavCounts, type NavItem, navGroups } from "./nav-items.ts";

export function Nav({ counts, isAdmin, label }: { counts: NavCounts; isAdmin: boolean; label: string }) {
  const path = usePathname();
  return (
    <nav aria-label={label}>
      {navGroups.map((group) => (
        <div key={group.title} className="mt-3 first:mt-0">
          <h2 className="px-2 pb-1 text-xs font-semibold text-muted">{group.title}</h2>
          <ul>
            {group.items
              .filter((item) => isAdmin || !item.adminOnly)
              .map((item) => (
                <li key={item.href}>
                  <NavLink item={item} isOn={isCurrent(item, path)} count={item.count && counts[item.count]} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function NavLink({ item, isOn, count }: { item: NavItem; isOn: boolean; count?: string }) {
  const look = isOn ? "bg-accent-soft font-semibold text-accent" : "text-text hover:bg-surface-2";
  return (
    <Link
      href={item.href}
      aria-current={isOn ? "page" : undefined}
      className={`flex min-h-7 items-center justify-between rounded-md px-2 no-underline hover:no-underline ${look}`}
    >
      {item.label}
      {count !== undefined && <span className="text-xs font-normal text-muted">{count}</span>}
    </Link>
  );
}
