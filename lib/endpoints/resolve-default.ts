import type { Db } from "#db/client";
import { type BackendRow, findEndpoints, type NetboxRow } from "./store.ts";

/** The backend with this id; without one the marked default, else the first enabled by id. Null when there is none. */
export async function resolveBackend(db: Db, id: number | null): Promise<BackendRow | null> {
  return pick(await findEndpoints(db, "backends"), id);
}

/** The NetBox a backend writes to: its own choice, else the marked default, else the first enabled by id. */
export async function resolveNetbox(db: Db, id: number | null): Promise<NetboxRow | null> {
  return pick(await findEndpoints(db, "netbox"), id);
}

type Choosable = { id: number; enabled: boolean; isDefault: boolean };

function pick<T extends Choosable>(rows: T[], id: number | null): T | null {
  if (id !== null) return rows.find((row) => row.id === id) ?? null;
  const enabled = rows.filter((row) => row.enabled);
  return enabled.find((row) => row.isDefault) ?? enabled[0] ?? null;
}
