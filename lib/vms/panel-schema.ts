import { z } from "zod";

const text = z.string().nullable();

export const VmSnapshot = z.object({
  name: z.string(),
  description: text,
  parent: text,
  created_at: text,
  has_memory: z.boolean(),
  /** The guest as it is now stands behind this one. */
  is_current_parent: z.boolean(),
});
export type VmSnapshot = z.infer<typeof VmSnapshot>;

export const VmBackup = z.object({
  volume_id: z.string(),
  storage: z.string(),
  size_bytes: z.number().nullable(),
  created_at: text,
  format: text,
  notes: text,
  encrypted: z.boolean(),
  /** What the backup server said when it checked it; null: not checked. */
  verification: text,
});
export type VmBackup = z.infer<typeof VmBackup>;
export type VmBackups = { backups: VmBackup[]; problems: string[] };

export const VmTask = z.object({
  upid: z.string(),
  type: text,
  status: text,
  user: text,
  node: text,
  started_at: text,
  ended_at: text,
});
export type VmTask = z.infer<typeof VmTask>;

export const VmDisk = z.object({ name: z.string(), storage: text, size_mb: z.number().nullable(), raw: text });
export const VmInterface = z.object({ name: z.string(), values: z.record(z.string(), z.string()) });

export type VmConfig = {
  values: Record<string, unknown>;
  disks: z.infer<typeof VmDisk>[];
  interfaces: z.infer<typeof VmInterface>[];
};
