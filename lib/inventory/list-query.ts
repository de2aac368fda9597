import { z } from "zod";
import { type Order, paging, queryBoolean, repeated } from "../http/query.ts";

const id = z.coerce.number().int().positive();

/** Filters that every inventory list has. */
export const inventoryFilters = {
  ...paging,
  q: z.string().max(200).optional(),
  id: repeated(id),
  name: repeated(z.string()),
  proxmox_endpoint_id: repeated(id),
  missing: queryBoolean.optional(),
  format: z.enum(["json", "csv"]).optional(),
};

/** What a CSV of these objects holds: every field but the addresses within this console. */
export const csvColumns = (schema: z.ZodObject): string[] =>
  Object.keys(schema.shape).filter((name) => name !== "url" && name !== "display_url");

export type ListPage<C extends string> = { limit: number; offset: number; order: Order<C> };

/** Where an object of the inventory is found by programs and by people. */
export const inventoryUrls = (noun: "clusters" | "nodes" | "storage" | "vms", rowId: number) => ({
  url: `/api/plugins/proxbox/${noun}/${rowId}`,
  display_url: `/${noun}/${rowId}`,
});

export type InventoryPage<T> = { count: number; isEstimate: boolean; results: T[] };
