import { z } from "zod";
import type { EndpointKind } from "../endpoints/schema.ts";

/** What keepalive calls a kind of endpoint; `fastapi` is a backend. */
export const services = ["fastapi", "netbox", "proxmox"] as const;
export const Service = z.enum(services);
export type Service = z.infer<typeof Service>;

export const kindOfService: Record<Service, EndpointKind> = {
  fastapi: "backends",
  netbox: "netbox",
  proxmox: "proxmox",
};
export const serviceOfKind: Record<EndpointKind, Service> = {
  backends: "fastapi",
  netbox: "netbox",
  proxmox: "proxmox",
};

export const checkStatuses = ["success", "error", "unknown", "disabled"] as const;
export type CheckStatus = (typeof checkStatuses)[number];

/** One step on the way to an endpoint, each with its own cause. */
export const Layer = z.object({
  name: z.enum(["dns", "tcp", "tls", "http", "login", "version", "write"]),
  status: z.enum(["success", "warning", "error"]),
  detail: z.string(),
  duration_ms: z.number(),
});
export type Layer = z.infer<typeof Layer>;

/** What one look at an endpoint found. */
export type CheckFacts = {
  reachable: boolean;
  authenticated: boolean;
  version: string | null;
  targetAddress: string;
  targetPort: number;
  servedBy: "primary" | "fallback" | null;
  authentication: "success" | "error" | "pending";
  apiAccess: "success" | "error" | "pending";
  /** One sentence: what is right, or what is wrong and what to do. */
  detail: string;
  httpStatus: number | null;
  warnings: string[];
  /** From the name to the release, as far as they were reached. */
  layers: Layer[];
  latencyMs: number | null;
  /** Do not ask again before this time: the endpoint locked us out. */
  retryAfterMs: number | null;
};

/** A keepalive result as the API shows it. */
export const WireCheck = z
  .object({
    service: Service,
    endpoint_id: z.number(),
    status: z.enum(checkStatuses),
    reachable: z.boolean().nullable(),
    authenticated: z.boolean().nullable(),
    version: z.string().nullable(),
    target_address: z.string().nullable(),
    target_port: z.number().nullable(),
    served_by: z.enum(["primary", "fallback"]).nullable(),
    authentication: z.enum(["success", "error", "pending"]),
    api_access: z.enum(["success", "error", "pending", "disabled"]),
    detail: z.string(),
    http_status: z.number().nullable(),
    warnings: z.array(z.string()),
    layers: z.array(Layer),
    latency_ms: z.number().nullable(),
    checked_at: z.string().nullable(),
    changed_at: z.string().nullable(),
    next_check_at: z.string().nullable(),
  })
  .meta({ id: "KeepaliveStatus" });
export type WireCheck = z.infer<typeof WireCheck>;

const aliases: Record<string, Service> = { backend: "fastapi", backends: "fastapi" };

/** The service in a path. */
export const ServiceInPath = z.preprocess(
  (text) => (typeof text === "string" ? (aliases[text] ?? text) : text),
  Service,
) as z.ZodType<Service>; // safe because preprocess keeps the output of its schema
