import type { Ctx } from "../ctx.ts";
import { downloadInventory, listInventory } from "../inventory/list-page.ts";
import { csvColumns, type InventoryPage } from "../inventory/list-query.ts";
import { Vm, type VmListParams } from "./schema.ts";
import { countVms, findVmIds, findVms } from "./store.ts";
import { toWireVm } from "./to-wire.ts";

const source = { find: findVms, count: countVms, findIds: findVmIds, toWire: toWireVm };

/** A page of the guests we know. */
export const listVms = (ctx: Ctx, query: VmListParams): Promise<InventoryPage<Vm>> => listInventory(ctx, source, query);

/** The same list as CSV, all of it. */
export const downloadVms = (ctx: Ctx, query: VmListParams): AsyncGenerator<string> =>
  downloadInventory(ctx, source, { query, columns: csvColumns(Vm) });
