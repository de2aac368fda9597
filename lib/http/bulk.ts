import { z } from "zod";
import { inTransaction } from "#db/client";
import type { Ctx } from "../ctx.ts";
import { AppError, type FieldErrors, isAppError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";

/** As many as a page of a list holds. */
const MAX_ITEMS = 1000;

/** Names one object of ours in a list: what NetBox clients send to change or delete several. */
const Named = z.looseObject({ id: z.int().positive() });
const BulkChange = z.array(Named).min(1).max(MAX_ITEMS);
export const BulkDelete = z
  .array(z.strictObject({ id: z.int().positive() }))
  .min(1)
  .max(MAX_ITEMS);

/** A list of changes, each with the id of its object, for the document of the interface. */
export const bulkOf = (change: z.ZodObject) =>
  z
    .array(z.object({ id: z.int().positive(), ...change.shape }))
    .min(1)
    .max(MAX_ITEMS);

/** One object or a list of them, for the document of the interface. */
export const oneOrMany = (one: z.ZodType, maxItems = MAX_ITEMS) => z.union([one, z.array(one).min(1).max(maxItems)]);

/**
 * Does the same to each item of a list in one transaction: all of them or none. Every item is tried, so that one answer
 * names all that is wrong, by index: `{"1.name": ["is empty"], "3": ["There is no user 9."]}`.
 */
export async function inBulk<T, R>(
  ctx: Ctx,
  items: readonly T[],
  each: (ctx: Ctx, item: T) => Promise<R>,
  maxItems = MAX_ITEMS,
): Promise<R[]> {
  const list = parseInput(z.array(z.unknown()).min(1, "is an empty list").max(maxItems), items);
  return inTransaction(ctx.db, async (tx) => {
    const results: R[] = [];
    const failures: [number, AppError][] = [];
    for (const [index, item] of list.entries()) {
      try {
        // A savepoint: what one item left half done must not spoil the judgement of the next.
        results.push(await tx.transaction((point) => each({ ...ctx, db: point }, item as T)));
      } catch (error) {
        if (!isAppError(error)) throw error;
        failures.push([index, error]);
      }
    }
    if (failures.length > 0) throw bulkError(failures, list.length);
    return results;
  });
}

function bulkError(failures: readonly [number, AppError][], total: number): AppError {
  const codes = new Set(failures.map(([, error]) => error.code));
  const [code = "invalid"] = codes.size === 1 ? codes : [];
  const fields: FieldErrors = {};
  for (const [index, error] of failures) {
    const own: [string, string[]][] = error.fields ? Object.entries(error.fields) : [["", [error.message]]];
    for (const [name, messages] of own) fields[name ? `${index}.${name}` : String(index)] = messages;
  }
  return new AppError(code, `${failures.length} of ${total} items were refused; nothing was changed.`, { fields });
}

/** Several changes at once, each named by its `id`. */
export function changeInBulk<R>(
  ctx: Ctx,
  body: unknown,
  change: (ctx: Ctx, id: number, values: Record<string, unknown>) => Promise<R>,
): Promise<R[]> {
  return inBulk(ctx, parseInput(BulkChange, body), (own, { id, ...values }) => change(own, id, values));
}

/** Deletes several objects, each named by its `id`. */
export async function removeInBulk(
  ctx: Ctx,
  body: unknown,
  remove: (ctx: Ctx, id: number) => Promise<void>,
): Promise<void> {
  await inBulk(ctx, parseInput(BulkDelete, body), (own, { id }) => remove(own, id));
}
