import { z } from "zod";
import { savedTables } from "./tables.ts";

/** A backup is a text file of JSON lines: a header, one line per row, and an end that proves that nothing is missing. */
export const FORMAT = "proxbox-console-backup";
export const FORMAT_VERSION = 1;

const tableNames = savedTables.map((table) => table.name);

export const BackupMark = z.object({ format: z.literal(FORMAT), version: z.number(), release: z.string() });

export const BackupHeader = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  /** The release of the console that wrote it. */
  release: z.string(),
  created_at: z.iso.datetime(),
  /** Hashes of the migrations its database had, oldest first. */
  migrations: z.array(z.string()).min(1),
  /** Keys that its secrets are sealed with, by a value that tells them apart; null: the writer had lost that key. */
  keys: z.array(z.strictObject({ kid: z.string(), check: z.string().nullable() })),
});
export type BackupHeader = z.infer<typeof BackupHeader>;

export const BackupRow = z.strictObject({ table: z.enum(tableNames), row: z.record(z.string(), z.unknown()) });
export type BackupRow = z.infer<typeof BackupRow>;

export const BackupEnd = z.strictObject({ end: z.literal(true), rows: z.number(), sha256: z.string() });

/** How many rows of which table. */
export type BackupCounts = Record<string, number>;
