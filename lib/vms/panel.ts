/** What a guest has, asked through its backend with GET alone: each part degrades by itself. */
import { requirePermission } from "../auth/require.ts";
import { readGuestBackups, readGuestConfig } from "../backend/guests.ts";
import { readGuestSnapshots, readTaskLog, readTasks, type TaskLine } from "../backend/proxmox-api.ts";
import type { Ctx } from "../ctx.ts";
import { AppError, errorMessage } from "../errors.ts";
import { type Aged, cached } from "../inventory/cached.ts";
import { redact } from "../redact.ts";
import { backupStorages } from "../storage/save.ts";
import { type OpenedProxmox, openProxmoxEndpoint } from "../sync/refresh-endpoint.ts";
import { deadline } from "../time.ts";
import type { VmBackup, VmBackups, VmConfig, VmSnapshot, VmTask } from "./panel-schema.ts";
import { findVm } from "./store.ts";

type Guest = { id: number; endpointId: number; vmid: number; type: "qemu" | "lxc"; node: string; name: string };

async function requireGuest(ctx: Ctx, id: number): Promise<Guest> {
  requirePermission(ctx.actor, "inventory:read");
  const row = await findVm(ctx.db, id);
  if (!row) throw new AppError("not_found", `There is no VM ${id}.`);
  const { vm } = row;
  return { id, endpointId: vm.proxmoxEndpointId, vmid: vm.vmid, type: vm.type, node: vm.node, name: vm.name };
}

/** Asks for one part of a guest. The place is in the key: what was read before a migration is not shown after it. */
async function part<T>(
  ctx: Ctx,
  id: number,
  what: string,
  read: (opened: OpenedProxmox, guest: Guest, signal: AbortSignal) => Promise<T>,
): Promise<Aged<T>> {
  const guest = await requireGuest(ctx, id);
  const key = `vm/${id}/${guest.node}/${what}`;
  return cached(ctx.db, key, () =>
    within(PATIENCE_MS, async (signal) => {
      const opened = await openProxmoxEndpoint(ctx.db, guest.endpointId, signal);
      return read(opened, guest, signal);
    }),
  );
}

/** Somebody waits for the page. */
const PATIENCE_MS = 20_000;

async function within<T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = deadline(limitMs);
  try {
    return await work(signal);
  } catch (cause) {
    if (!signal.aborted) throw cause;
    const message = `The backend did not answer within ${limitMs / 1000} s. It may be busy with a sync; try again.`;
    throw new AppError("backend_unreachable", message, { cause });
  }
}

const isoOf = (seconds: number | null | undefined): string | null =>
  typeof seconds === "number" ? new Date(seconds * 1000).toISOString() : null;

export const vmSnapshots = (ctx: Ctx, id: number): Promise<Aged<VmSnapshot[]>> =>
  part(ctx, id, "snapshots", async ({ backend, remote }, guest, signal) => {
    const rows = await readGuestSnapshots(backend, { endpointName: remote.name }, guest, signal);
    const current = rows.find((row) => row.name === "current")?.parent ?? null;
    return rows
      .filter((row) => row.name !== "current")
      .map((row) => ({
        name: row.name,
        description: row.description,
        parent: row.parent,
        created_at: isoOf(row.snaptime),
        has_memory: row.vmstate === true,
        is_current_parent: row.name === current,
      }));
  });

/** The backups on every storage that may hold some; a storage that does not answer is a problem and hides no other. */
export const vmBackups = (ctx: Ctx, id: number): Promise<Aged<VmBackups>> =>
  part(ctx, id, "backups", async ({ backend, remote }, guest, signal) => {
    const backups: VmBackup[] = [];
    const problems: string[] = [];
    const storages = await backupStorages(ctx.db, { endpointId: guest.endpointId, node: guest.node });
    for (const storage of storages) {
      try {
        const place = { node: guest.node, storage, vmid: guest.vmid };
        const rows = await readGuestBackups(backend, remote.id, place, signal);
        backups.push(
          ...rows.map((row) => ({
            volume_id: row.volid,
            storage,
            size_bytes: row.size,
            created_at: isoOf(row.ctime),
            format: row.format ?? row.subtype,
            notes: row.notes,
            encrypted: row.encrypted !== null,
            verification: row.verification?.state ?? null,
          })),
        );
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        problems.push(`Storage ${storage}: ${errorMessage(error)}`);
      }
    }
    if (problems.length > 0 && problems.length === storages.length)
      throw new AppError("backend_failed", problems.join(" "));
    backups.sort((a, b) => (b.created_at ?? "").localeCompare(a.created_at ?? ""));
    return { backups, problems };
  });

export const vmTasks = (ctx: Ctx, id: number): Promise<Aged<VmTask[]>> =>
  part(ctx, id, "tasks", async ({ backend, remote }, guest, signal) => {
    const place = { node: guest.node, vmid: guest.vmid, limit: 100 };
    const rows = await readTasks(backend, { endpointName: remote.name }, place, signal);
    return rows.map((row) => ({
      upid: row.upid,
      type: row.type,
      status: row.status,
      user: row.user,
      node: row.node,
      started_at: isoOf(row.starttime),
      ended_at: isoOf(row.endtime),
    }));
  });

/** `UPID:<node>:<pid>:<start>:<time>:<type>:<id>:<user>:` */
const UPID = /^UPID:[\w.:@!/+-]{1,300}$/;

/** The log of one task of a guest. */
export async function vmTaskLog(ctx: Ctx, id: number, upid: string): Promise<Aged<TaskLine[]>> {
  if (!UPID.test(upid)) throw new AppError("not_found", "There is no such task.");
  return part(ctx, id, `task/${upid}`, ({ backend, remote }, guest, signal) =>
    readTaskLog(backend, { endpointName: remote.name }, { node: guest.node, upid, limit: 1000 }, signal),
  );
}

/** Configuration, disks and network interfaces; secrets masked. */
export const vmConfig = (ctx: Ctx, id: number): Promise<Aged<VmConfig>> =>
  part(ctx, id, "config", async ({ backend, remote }, guest, signal) => {
    const config = await readGuestConfig(backend, remote.id, guest, signal);
    return {
      values: redact(config.values) as Record<string, unknown>, // safe because redaction keeps the shape
      disks: config.disks.map((disk) => ({
        name: disk.name,
        storage: disk.storage,
        size_mb: disk.sizeMb,
        raw: disk.raw,
      })),
      interfaces: config.networks,
    };
  });
