import { sql } from "drizzle-orm";
import { boolean, doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, bytes, id, reference } from "../columns.ts";

const seen = () => ({
  proxmoxEndpointId: reference("proxmox_endpoint_id").notNull(),
  lastSeenAt: at("last_seen_at").notNull(),
  /** Not in the last reading of its endpoint. */
  missing: boolean("missing").notNull().default(false),
});

export const clusters = pgTable(
  "clusters",
  {
    id: id(),
    ...seen(),
    name: text("name").notNull(),
    mode: text("mode").notNull(),
    version: text("version"),
    quorate: boolean("quorate"),
    nodesOnline: integer("nodes_online"),
    netboxId: integer("netbox_id"),
    netboxUrl: text("netbox_url"),
  },
  (table) => [uniqueIndex("clusters_endpoint_name_key").on(table.proxmoxEndpointId, table.name)],
);

export const nodes = pgTable(
  "nodes",
  {
    id: id(),
    ...seen(),
    clusterId: reference("cluster_id").references(() => clusters.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    status: text("status").notNull(),
    ipAddress: text("ip_address"),
    cpu: doublePrecision("cpu"),
    maxCpu: integer("max_cpu"),
    memoryBytes: bytes("memory_bytes"),
    maxMemoryBytes: bytes("max_memory_bytes"),
    diskBytes: bytes("disk_bytes"),
    maxDiskBytes: bytes("max_disk_bytes"),
    uptimeSeconds: bytes("uptime_seconds"),
    netboxId: integer("netbox_id"),
    netboxUrl: text("netbox_url"),
  },
  (table) => [uniqueIndex("nodes_endpoint_name_key").on(table.proxmoxEndpointId, table.name)],
);

export const storages = pgTable(
  "storages",
  {
    id: id(),
    ...seen(),
    clusterId: reference("cluster_id").references(() => clusters.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    node: text("node").notNull(),
    kind: text("kind"),
    content: text("content"),
    shared: boolean("shared").notNull().default(false),
    enabled: boolean("enabled").notNull().default(true),
    status: text("status"),
    usedBytes: bytes("used_bytes"),
    totalBytes: bytes("total_bytes"),
    netboxUrl: text("netbox_url"),
  },
  (table) => [uniqueIndex("storages_endpoint_node_name_key").on(table.proxmoxEndpointId, table.node, table.name)],
);

export const vms = pgTable(
  "vms",
  {
    id: id(),
    ...seen(),
    clusterId: reference("cluster_id").references(() => clusters.id, { onDelete: "cascade" }),
    vmid: integer("vmid").notNull(),
    name: text("name").notNull(),
    type: text("type", { enum: ["qemu", "lxc"] }).notNull(),
    template: boolean("template").notNull().default(false),
    status: text("status").notNull(),
    node: text("node").notNull(),
    cpu: doublePrecision("cpu"),
    maxCpu: doublePrecision("max_cpu"),
    memoryBytes: bytes("memory_bytes"),
    maxMemoryBytes: bytes("max_memory_bytes"),
    maxDiskBytes: bytes("max_disk_bytes"),
    uptimeSeconds: bytes("uptime_seconds"),
    tags: text("tags").array().notNull().default([]),
    netboxId: integer("netbox_id"),
    netboxUrl: text("netbox_url"),
    lastJobId: reference("last_job_id"),
    firstSeenAt: at("first_seen_at").notNull().defaultNow(),
    /** Name, node and tags, a line each: one text to search instead of three. The database writes it. */
    searchText: text("search_text").generatedAlwaysAs(sql.raw("vm_search_text(name, node, tags)")),
  },
  (table) => [
    uniqueIndex("vms_endpoint_vmid_key").on(table.proxmoxEndpointId, table.vmid),
    index("vms_name_idx").on(table.name, table.id),
    index("vms_vmid_id_idx").on(table.vmid, table.id),
    index("vms_node_id_idx").on(table.node, table.id),
    index("vms_status_id_idx").on(table.status, table.id),
    index("vms_cluster_id_idx").on(table.clusterId),
    index("vms_tags_idx").using("gin", table.tags),
  ],
);

/** Answers of a backend that are costly to ask for: per endpoint or per VM, with their age. */
export const inventoryCache = pgTable("inventory_cache", {
  id: id(),
  key: text("key").notNull().unique(),
  value: jsonb("value").$type<unknown>().notNull(),
  asOf: at("as_of").notNull(),
});

/** When an endpoint's inventory was last read, and why the last try failed. */
export const inventoryReads = pgTable("inventory_reads", {
  proxmoxEndpointId: reference("proxmox_endpoint_id").primaryKey(),
  asOf: at("as_of"),
  triedAt: at("tried_at"),
  error: text("error"),
  jobId: reference("job_id"),
});

export const backendOpenapi = pgTable("backend_openapi", {
  backendId: reference("backend_id").primaryKey(),
  version: text("version").notNull(),
  document: jsonb("document").$type<unknown>().notNull(),
  fetchedAt: at("fetched_at").notNull(),
});
