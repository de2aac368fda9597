import type { Db } from "#db/client";
import { AppError } from "../errors.ts";
import { type BackendRow, findEndpoints, type NetboxRow } from "./store.ts";

/** The backend with this id; without one the marked default, else the first enabled by id. Null when there is none. */
export async function resolveBackend(db: Db, id: number | null): Promise<BackendRow | null> {
  return pickDefault(await findEndpoints(db, "backends"), id);
}

/** The NetBox a backend writes to: its own choice, else the marked default, else the first enabled by id. */
export async function resolveNetbox(db: Db, id: number | null): Promise<NetboxRow | null> {
  return pickDefault(await findEndpoints(db, "netbox"), id);
}

type Choosable = { id: number; enabled: boolean; isDefault: boolean };

/** The row with this id; without one the marked default, else the first enabled by id. */
export function pickDefault<T extends Choosable>(rows: T[], id: number | null): T | null {
  if (id !== null) return rows.find((row) => row.id === id) ?? null;
  const enabled = rows.filter((row) => row.enabled);
  return enabled.find((row) => row.isDefault) ?? enabled[0] ?? null;
}

/** The `not_found` of whatever needs a backend while none is enabled. */
export const noBackend = (): AppError =>
  new AppError("not_found", "No FastAPI URL found. Add a backend (proxbox-api) and enable it first.");
