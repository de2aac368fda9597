import type { Route } from "../router.ts";
import type { Sim } from "../sim.ts";
import { authRoutes } from "./auth-routes.ts";
import { metaRoutes } from "./meta-routes.ts";
import { netboxEndpointRoutes } from "./netbox-endpoint.ts";
import { proxmoxEndpointRoutes } from "./proxmox-endpoints.ts";
import { syncRoutes } from "./sync-routes.ts";

/** Every route of the simulated backend, in the order they are tried. */
export function backendRoutes(sim: Sim): Route<Sim>[] {
  return [...metaRoutes(sim), ...authRoutes, ...netboxEndpointRoutes, ...proxmoxEndpointRoutes, ...syncRoutes(sim)];
}
