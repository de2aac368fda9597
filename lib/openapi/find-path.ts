import { isOldAddress } from "../http/old-addresses.ts";

export type KnownPath = { path: string; methods: string[] };

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Finds the path of the document that an address belongs to, old addresses and trailing slashes included. Pure. */
export function pathFinder(document: { paths: object }): (pathname: string) => KnownPath | null {
  const known = Object.entries(document.paths).map(([path, operations]) => ({
    path,
    methods: METHODS.filter((method) => method in operations).map((method) => method.toUpperCase()),
    pattern: new RegExp(
      `^${path.replaceAll(/[.]/g, "\\.").replaceAll(/\{\w+\}/g, path.startsWith("/sync") ? ".+" : "[^/]+")}$`,
    ),
  }));
  // The longest literal wins: /api/jobs/live is no job.
  known.sort((a, b) => a.path.split("{").length - b.path.split("{").length || b.path.length - a.path.length);
  return (pathname) => {
    const address = canonical(pathname);
    const found = known.find(({ pattern }) => pattern.test(address));
    return found ? { path: found.path, methods: found.methods } : null;
  };
}

/** `/api/plugins/proxbox/jobs/` → `/api/jobs`. */
function canonical(pathname: string): string {
  const plain = pathname.replace(/\/+$/, "");
  if (!isOldAddress(plain)) return plain;
  const rest = plain
    .replace(/^(\/api)?\/plugins\/proxbox/, "")
    .replace(/^\/(backend|netbox|proxmox)-endpoints(?=\/|$)/, "/endpoints/$1");
  return rest.startsWith("/sync/") && !/^\/sync\/(cluster|node|storage|vm)\/\d+$/.test(rest) ? rest : `/api${rest}`;
}
