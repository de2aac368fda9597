import type { Route } from "../router.ts";
import type { Sim } from "../sim.ts";
import { api2Routes } from "./api2-routes.ts";
import { authRoutes } from "./auth-routes.ts";
import { inventoryRoutes } from "./inventory-routes.ts";
import { logRoutes } from "./log-routes.ts";
import { metaRoutes } from "./meta-routes.ts";
import { netboxEndpointRoutes } from "./netbox-endpoint.ts";
import { nodeRoutes } from "./node-routes.ts";
import { proxmoxEndpointRoutes } from "./proxmox-endpoints.ts";
import { syncRoutes } from "./sync-routes.ts";

/** Every route of the simulated backend, in the order they are tried. */
export function backendRoutes(sim: Sim): Route<Sim>[] {
  return [
    ...metaRoutes(sim),
    ...authRoutes,
    ...netboxEndpointRoutes,
    ...proxmoxEndpointRoutes,
    ...syncRoutes(sim),
    ...logRoutes,
    ...api2Routes,
    ...inventoryRoutes,
    ...nodeRoutes,
  ];
}
