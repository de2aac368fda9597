import type { Db } from "#db/client";
import type { KeyStore } from "../backend/recover-key.ts";
import { keyring } from "../crypto/keyring.ts";
import { isLostKey, seal } from "../crypto/seal.ts";
import { rememberSecret } from "../redact.ts";
import type { Overwrite, SyncModes } from "../settings/schema.ts";
import { resolveBackend, resolveNetbox } from "./resolve-default.ts";
import { openSecret } from "./secrets.ts";
import {
  type BackendRow,
  findEndpoints,
  type NetboxRow,
  noteOnEndpoint,
  type ProxmoxRow,
  storeFirstKey,
  tableNames,
} from "./store.ts";

/** A backend as its client wants it, the key opened. */
export type BackendForSync = {
  id: number;
  name: string;
  domain: string | null;
  ipAddress: string | null;
  port: number;
  useHttps: boolean;
  verifySsl: boolean;
  key: string | null;
  enabled: boolean;
  netboxEndpointId: number | null;
  pushedNetboxEndpointId: number | null;
  pushedNetboxFingerprint: string | null;
  /** The release last seen. */
  version: string | null;
  updatedAt: Date;
};

export type NetboxForSync = {
  id: number;
  name: string;
  domain: string | null;
  ipAddress: string | null;
  port: number;
  verifySsl: boolean;
  enabled: boolean;
  tokenVersion: "v1" | "v2";
  tokenKey: string | null;
  token: string | null;
  updatedAt: Date;
};

export type ProxmoxForSync = Omit<ProxmoxRow, "sealedPassword" | "sealedTokenValue" | "syncModes" | "overwrite"> & {
  password: string | null;
  tokenValue: string | null;
  syncModes: SyncModes | null;
  overwrite: Overwrite | null;
  /** Why its secrets cannot be opened: such an endpoint is refused, and does not keep others from their sync. */
  recovery: string | null;
};

/** The backend of a job with its key opened; null when there is none. */
export async function backendForSync(db: Db, id: number | null): Promise<BackendForSync | null> {
  const row = await resolveBackend(db, id);
  return row && openBackend(row);
}

export function openBackend(row: BackendRow): BackendForSync {
  const { sealedToken: _, ...rest } = row;
  return { ...rest, key: remembered(openSecret("backends", row, "token")) };
}

/** The NetBox a backend writes to, its token opened; null when there is none. */
export async function netboxForSync(db: Db, id: number | null): Promise<NetboxForSync | null> {
  const row = await resolveNetbox(db, id);
  return row && openNetbox(row);
}

export function openNetbox(row: NetboxRow): NetboxForSync {
  const { sealedToken: _, sealedTokenKey: __, ...rest } = row;
  const token = remembered(openSecret("netbox", row, "token"));
  return { ...rest, token, tokenKey: remembered(openSecret("netbox", row, "token_key")) };
}

/**
 * The Proxmox endpoints of a backend with their secrets opened: those named by `ids`, or every enabled one that is
 * assigned to it. An endpoint without a backend of its own belongs to the default one.
 */
export async function proxmoxForSync(
  db: Db,
  backend: { id: number },
  ids: readonly number[],
): Promise<ProxmoxForSync[]> {
  const rows = await proxmoxOfBackend(db, backend.id);
  return rows.filter((row) => (ids.length > 0 ? ids.includes(row.id) : row.enabled)).map(openOrRecover);
}

/** All rows that are assigned to a backend, disabled ones too. */
export async function proxmoxOfBackend(db: Db, backendId: number): Promise<ProxmoxRow[]> {
  const fallback = await resolveBackend(db, null);
  const rows = await findEndpoints(db, "proxmox");
  return rows.filter((row) => (row.backendId ?? fallback?.id) === backendId);
}

export function openProxmox(row: ProxmoxRow): ProxmoxForSync {
  return {
    ...withoutSecrets(row),
    password: remembered(openSecret("proxmox", row, "password")),
    tokenValue: remembered(openSecret("proxmox", row, "token_value")),
  };
}

function openOrRecover(row: ProxmoxRow): ProxmoxForSync {
  try {
    return openProxmox(row);
  } catch (error) {
    if (!isLostKey(error)) throw error;
    return { ...withoutSecrets(row), recovery: error.message };
  }
}

function withoutSecrets(row: ProxmoxRow): ProxmoxForSync {
  const { sealedPassword: _, sealedTokenValue: __, ...rest } = row;
  const syncModes = row.syncModes as SyncModes | null; // safe because only validated input is stored
  return { ...rest, syncModes, overwrite: row.overwrite, password: null, tokenValue: null, recovery: null };
}

/** The key of a backend, for whoever recovers from a refusal of it. */
export function backendKeys(db: Db, backendId: number): KeyStore {
  const place = { table: tableNames.backends, column: "sealed_token", rowId: backendId };
  const load = async () => (await backendForSync(db, backendId))?.key ?? null;
  return {
    load,
    claim: async (key) => {
      await storeFirstKey(db, backendId, seal(keyring(), key, place));
      return (await load()) ?? key;
    },
  };
}

export async function saveBackendVersion(db: Db, backendId: number, version: string): Promise<void> {
  await noteOnEndpoint(db, "backends", backendId, { version });
}

/** Remembers which NetBox this backend was given, and in what shape. */
export async function saveNetboxPush(
  db: Db,
  backendId: number,
  pushed: { netboxEndpointId: number; fingerprint: string },
): Promise<void> {
  await noteOnEndpoint(db, "backends", backendId, {
    pushedNetboxEndpointId: pushed.netboxEndpointId,
    pushedNetboxFingerprint: pushed.fingerprint,
  });
}

/** Remembers that the backend holds this Proxmox endpoint, under which id and in what shape. */
export async function saveProxmoxPush(
  db: Db,
  endpointId: number,
  pushed: { backendId: number; remoteId: number; fingerprint: string; at: Date },
): Promise<void> {
  await noteOnEndpoint(db, "proxmox", endpointId, {
    pushedBackendId: pushed.backendId,
    remoteId: pushed.remoteId,
    pushedFingerprint: pushed.fingerprint,
    pushedAt: pushed.at,
  });
}

function remembered(secret: string | null): string | null {
  rememberSecret(secret);
  return secret;
}
