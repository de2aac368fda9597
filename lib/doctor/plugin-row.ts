import { plainHost } from "../net/plain-host.ts";
import type { PluginProxmoxEndpoint } from "../netbox/plugin.ts";
import { isSameAddress } from "../sync/backend-ids.ts";

type Address = { domain: string | null; ipAddress: string | null; port: number };

export type RowMatch =
  | { kind: "one"; row: PluginProxmoxEndpoint }
  | { kind: "several"; ids: number[] }
  /** Rows that share a host and the port, and still are not what the backend looks for. */
  | { kind: "none"; near: PluginProxmoxEndpoint[] };

const plain = (host: string | null): string => plainHost(host ?? "");
const firstHost = (at: { domain: string | null; ip: string | null }): string => plain(at.domain || at.ip);

/**
 * The plugin's row of a Proxmox endpoint as proxbox-api 0.0.29 and newer look for it: the same port, the same host that
 * is asked first (domain before IP address), and our fallback address, if we have one, known to the row.
 */
export function matchPluginRow(ours: Address, rows: readonly PluginProxmoxEndpoint[]): RowMatch {
  const fits = rows.filter((row) => {
    const first = firstHost({ domain: row.domain, ip: row.ip_address });
    const isSameHost = first !== "" && first === firstHost({ domain: ours.domain, ip: ours.ipAddress });
    const fallback = ours.domain && ours.ipAddress ? plain(ours.ipAddress) : null;
    return (
      isSameHost && row.port === ours.port && (fallback === null || [first, plain(row.ip_address)].includes(fallback))
    );
  });
  const [only] = fits;
  if (only && fits.length === 1) return { kind: "one", row: only };
  if (only) return { kind: "several", ids: fits.map((row) => row.id) };
  return { kind: "none", near: rows.filter((row) => isSameAddress(ours, row)) };
}
