import type { RouteSpec } from "./route.ts";

type Handler = (request: Request) => Promise<Response> | Response;

export type OpenRoute = Handler & { spec: Partial<RouteSpec> };

/** A route that is open to strangers or admits by a rule of its own, with what the document of the interface says of it. */
export function openRoute(spec: Partial<RouteSpec>, handler: Handler): OpenRoute {
  return Object.assign((request: Request) => handler(request), { spec });
}
