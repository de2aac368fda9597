import type { Ctx } from "../ctx.ts";
import { downloadInventory, listInventory } from "../inventory/list-page.ts";
import { csvColumns, type InventoryPage } from "../inventory/list-query.ts";
import { type NodeListParams, ProxmoxNode } from "./schema.ts";
import { countNodes, findNodeIds, findNodes } from "./store.ts";
import { toWireNode } from "./to-wire.ts";

const source = { find: findNodes, count: countNodes, findIds: findNodeIds, toWire: toWireNode };

/** A page of the nodes we know. */
export const listNodes = (ctx: Ctx, query: NodeListParams): Promise<InventoryPage<ProxmoxNode>> =>
  listInventory(ctx, source, query);

/** The same list as CSV, all of it. */
export const downloadNodes = (ctx: Ctx, query: NodeListParams): AsyncGenerator<string> =>
  downloadInventory(ctx, source, { query, columns: csvColumns(ProxmoxNode) });
