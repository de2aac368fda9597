import { createHash } from "node:crypto";
import type { z } from "zod";
import { AppError } from "../errors.ts";
import { BackupEnd, BackupHeader, BackupMark, BackupRow, FORMAT, FORMAT_VERSION } from "./schema.ts";

export type BackupPart = { kind: "header"; header: BackupHeader } | { kind: "row"; row: BackupRow };

/**
 * Reads a backup line by line: its header first, then its rows. Throws `invalid` with the line, what is wrong and the
 * remedy; a file without its end, or whose end does not fit, throws after its last row.
 */
export async function* parseBackup(lines: AsyncIterable<string>): AsyncGenerator<BackupPart> {
  const hash = createHash("sha256");
  let number = 0;
  let rows = 0;
  let isEnded = false;
  for await (const line of lines) {
    number += 1;
    const value = json(line, number);
    if (isEnded) throw unusable(number, "something follows the end of the backup");
    if (number === 1) yield { kind: "header", header: header(value) };
    else if (typeof value === "object" && value !== null && "end" in value) {
      const end = shaped(BackupEnd, value, number);
      if (end.rows !== rows || end.sha256 !== hash.copy().digest("hex")) {
        throw unusable(
          number,
          `the file was changed or lost lines: its end speaks of ${end.rows} rows, ${rows} are there`,
        );
      }
      isEnded = true;
    } else {
      yield { kind: "row", row: shaped(BackupRow, value, number) };
      rows += 1;
    }
    hash.update(line).update("\n");
  }
  if (!isEnded) throw unusable(number, "the file ends here without the end of a backup: it was cut off");
}

function json(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    if (number === 1) throw noBackup();
    throw unusable(number, "the line is no JSON: the file was cut off or changed");
  }
}

function header(value: unknown): BackupHeader {
  const mark = BackupMark.safeParse(value);
  if (!mark.success) throw noBackup();
  const { version, release } = mark.data;
  if (version !== FORMAT_VERSION) {
    throw new AppError(
      "invalid",
      `version: the backup has format ${version}, this release reads format ${FORMAT_VERSION}. Restore it with release ${release} or a newer one.`,
    );
  }
  return shaped(BackupHeader, value, 1);
}

function shaped<T>(schema: z.ZodType<T>, value: unknown, number: number): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw unusable(number, `${issue?.path.join(".") || "the line"}: ${issue?.message}`);
}

const noBackup = () =>
  new AppError(
    "invalid",
    `The file is no backup of Proxbox Console: its first line is not the header "${FORMAT}". Name a file that \`backup\` wrote.`,
  );

const unusable = (line: number, why: string) =>
  new AppError("invalid", `Line ${line} of the backup: ${why}. Nothing was restored; use another copy of the file.`);
