const sources = [
  { group: "Jobs", listUrl: "/api/jobs" },
  { group: "Proxmox endpoints", listUrl: "/api/endpoints/proxmox" },
  { group: "NetBox endpoints", listUrl: "/api/endpoints/netbox" },
  { group: "Backends", listUrl: "/api/endpoints/backends" },
  { group: "Virtual machines", listUrl: "/api/vms" },
] as const;

const SHOWN = 6;

export type FoundEntry = { group: string; label: string; note?: string; href: string };

/** Jobs, endpoints and VMs whose names hold a text. A source that does not answer is left out. */
export async function findEntries(text: string, signal: AbortSignal): Promise<FoundEntry[]> {
  const query = new URLSearchParams({ q: text, limit: String(SHOWN) });
  const { readFound } = await import("./wire.ts");
  const lists = await Promise.all(
    sources.map(async ({ group, listUrl }) => {
      try {
        const response = await fetch(`${listUrl}?${query}`, { signal, headers: { accept: "application/json" } });
        if (!response.ok) return [];
        return readFound(await response.json()).results.map((row) => ({
          group,
          label: row.name,
          note: group === "Jobs" ? `job ${row.id}` : undefined,
          href: row.display_url,
        }));
      } catch {
        return [];
      }
    }),
  );
  return lists.flat();
}
