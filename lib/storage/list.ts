import type { Ctx } from "../ctx.ts";
import { downloadInventory, listInventory } from "../inventory/list-page.ts";
import { csvColumns, type InventoryPage } from "../inventory/list-query.ts";
import { Storage, type StorageListParams } from "./schema.ts";
import { countStorages, findStorageIds, findStorages } from "./store.ts";
import { toWireStorage } from "./to-wire.ts";

const source = { find: findStorages, count: countStorages, findIds: findStorageIds, toWire: toWireStorage };

/** A page of the storage we know. */
export const listStorage = (ctx: Ctx, query: StorageListParams): Promise<InventoryPage<Storage>> =>
  listInventory(ctx, source, query);

/** The same list as CSV, all of it. */
export const downloadStorage = (ctx: Ctx, query: StorageListParams): AsyncGenerator<string> =>
  downloadInventory(ctx, source, { query, columns: csvColumns(Storage) });
