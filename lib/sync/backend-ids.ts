import type { RemoteProxmox } from "../backend/endpoints.ts";
import { plainHost } from "../net/plain-host.ts";

type Address = { domain?: string | null; ipAddress?: string | null; ip_address?: string | null; port: number };

const hosts = (address: Address): string[] =>
  [address.domain, address.ipAddress ?? address.ip_address]
    .filter((host): host is string => Boolean(host))
    .map(plainHost);

/** The same place: same port, and a domain or IP address in common. */
export function isSameAddress(ours: Address, theirs: Address): boolean {
  return ours.port === theirs.port && hosts(ours).some((host) => hosts(theirs).includes(host));
}

export type Match<T> = { kind: "one"; row: T } | { kind: "none" } | { kind: "several"; ids: number[] };

/**
 * The backend's row of one of our endpoints, by host and port; among several, the one we pushed. Names prove nothing
 * and ids are the backend's own, so anything else is a refusal: a request without the right id would be unscoped.
 */
export function matchRemote<T extends RemoteProxmox>(
  ours: Address & { remoteId: number | null },
  rows: readonly T[],
): Match<T> {
  const found = rows.filter((row) => isSameAddress(ours, row));
  const pushed = found.find((row) => row.id === ours.remoteId);
  const [first] = found;
  if (!first) return { kind: "none" };
  if (found.length === 1 || pushed) return { kind: "one", row: pushed ?? first };
  return { kind: "several", ids: found.map((row) => row.id) };
}
