/** What the sidebar lists. Browser-safe. */
export type NavCounts = Partial<Record<"jobs" | "clusters" | "nodes" | "vms" | "storage", string>>;

export type NavItem = {
  href: string;
  label: string;
  /** Further paths that belong to it. */
  under?: string;
  count?: keyof NavCounts;
  adminOnly?: boolean;
};

export const navGroups: { title: string; items: NavItem[] }[] = [
  {
    title: "Overview",
    items: [
      { href: "/", label: "Home" },
      { href: "/dashboard", label: "Dashboard" },
    ],
  },
  {
    title: "Sync",
    items: [
      { href: "/jobs", label: "Jobs", count: "jobs" },
      { href: "/preview", label: "Preview" },
      { href: "/schedules", label: "Schedules" },
    ],
  },
  {
    title: "Inventory",
    items: [
      { href: "/clusters", label: "Clusters", count: "clusters" },
      { href: "/nodes", label: "Nodes", count: "nodes" },
      { href: "/vms", label: "Virtual machines", count: "vms" },
      { href: "/storage", label: "Storage", count: "storage" },
    ],
  },
  {
    title: "Configuration",
    items: [
      { href: "/endpoints/proxmox", label: "Endpoints", under: "/endpoints" },
      { href: "/setup", label: "Set up", adminOnly: true },
      { href: "/doctor", label: "Doctor" },
      { href: "/backend-logs", label: "Backend logs" },
      { href: "/settings", label: "Settings" },
    ],
  },
];

/** Is the page at `path` inside this item? */
export function isCurrent(item: NavItem, path: string): boolean {
  const base = item.under ?? item.href;
  return base === "/" ? path === "/" : path === base || path.startsWith(`${base}/`);
}
