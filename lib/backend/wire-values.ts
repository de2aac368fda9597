import { z } from "zod";

/**
 * Values as Proxmox sends them: absent, null, or of another type after an update of theirs. What one field holds must
 * not cost the row, so everything unreadable is null.
 */
export const maybeText = z.union([z.string(), z.number()]).transform(String).nullable().catch(null).default(null);

export const maybeNumber = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)])
  .transform(Number)
  .nullable()
  .catch(null)
  .default(null);

/** `true`, `1` and `"1"` are the same to Proxmox. */
export const maybeFlag = z
  .union([z.boolean(), z.number(), z.enum(["0", "1"])])
  .transform((value) => (typeof value === "boolean" ? value : Number(value) !== 0))
  .nullable()
  .catch(null)
  .default(null);

/** `[{ "<session>": value }, …]`, the shape of most lists: one entry per Proxmox session. */
export const bySession = <T extends z.ZodType>(value: T) =>
  z
    .array(z.record(z.string(), value))
    .transform((entries) =>
      entries.flatMap((entry) =>
        Object.entries(entry).map(([session, found]) => ({ session, value: found as z.output<T> })),
      ),
    );

/** The rows that can be read; the others are left out instead of failing the whole answer. */
export const readableRows = <T extends z.ZodType>(row: T) =>
  z.array(z.unknown()).transform((rows) =>
    rows.flatMap((candidate) => {
      const parsed = row.safeParse(candidate);
      return parsed.success ? [parsed.data] : [];
    }),
  );
