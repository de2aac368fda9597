/** Pages that have the same address as their objects below the plugin's prefix. Pure. */
const PAGES = /^\/(jobs|schedules|endpoints\/(?:backends|netbox|proxmox)|clusters|nodes|storage|vms|settings)(\/\d+)?$/;
const PREFIX = /^\/(?:api\/)?plugins\/proxbox(\/.*)?$/;

/** Is this an address of the plugin's days? */
export const isOldAddress = (pathname: string): boolean => PREFIX.test(pathname);

/** The page that a person who navigates to an old address wants; null when it has none. */
export function pageOfOldAddress(pathname: string): string | null {
  const match = PREFIX.exec(pathname);
  if (!match) return null;
  const rest = (match[1] ?? "").replace(/\/+$/, "").replace(/^\/endpoints\/fastapi/, "/endpoints/backends");
  if (rest === "") return "/";
  return PAGES.test(rest) ? rest : null;
}
