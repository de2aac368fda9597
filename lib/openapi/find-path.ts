import { isOldAddress } from "../http/old-addresses.ts";

export type KnownPath = { path: string; methods: string[] };

/** Marks an operation whose address shows a page to a GET: the document tells what programs do. */
export const PAGE_MARK = "x-page";

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Finds the path of the document that an address belongs to, old addresses and trailing slashes included. Pure. */
export function pathFinder(document: { paths: object }): (pathname: string) => KnownPath | null {
  const known = Object.entries(document.paths).map(([path, operations]) => ({
    path,
    methods: methodsOf(operations),
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

function methodsOf(operations: Record<string, object>): string[] {
  const hasPage = Object.values(operations).some((operation) => PAGE_MARK in operation);
  return METHODS.filter((method) => method in operations || (method === "get" && hasPage)).map((method) =>
    method.toUpperCase(),
  );
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
