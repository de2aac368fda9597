import type { Route } from "../router.ts";
import type { Sim } from "../sim.ts";
import { api2Routes } from "./api2-routes.ts";
import { authRoutes } from "./auth-routes.ts";
import { individualRoutes } from "./individual-routes.ts";
import { inventoryRoutes } from "./inventory-routes.ts";
import { logRoutes } from "./log-routes.ts";
import { metaRoutes } from "./meta-routes.ts";
import { netboxEndpointRoutes } from "./netbox-endpoint.ts";
import { nodeRoutes } from "./node-routes.ts";
import { openapiRoute } from "./openapi-route.ts";
import { proxmoxEndpointRoutes } from "./proxmox-endpoints.ts";
import { syncRoutes } from "./sync-routes.ts";

/** Every route of the simulated backend, in the order they are tried. */
export function backendRoutes(sim: Sim): Route<Sim>[] {
  const routes = [
    ...metaRoutes(sim),
    ...authRoutes,
    ...netboxEndpointRoutes,
    ...proxmoxEndpointRoutes,
    ...syncRoutes(sim),
    ...logRoutes,
    ...api2Routes,
    ...individualRoutes,
    ...inventoryRoutes,
    ...nodeRoutes,
  ];
  return [openapiRoute(routes), ...routes];
}
