import { ok, type Route } from "../router.ts";
import type { Sim } from "../sim.ts";
import { individualParameters } from "./individual-routes.ts";

const PROXY = [
  "/version",
  "/nodes",
  "/nodes/{node}/status",
  "/nodes/{node}/storage",
  "/nodes/{node}/tasks",
  "/nodes/{node}/tasks/{upid}/log",
  "/nodes/{node}/tasks/{upid}/status",
  ...["qemu", "lxc"].flatMap((type) => [
    `/nodes/{node}/${type}`,
    `/nodes/{node}/${type}/{vmid}/config`,
    `/nodes/{node}/${type}/{vmid}/snapshot`,
    `/nodes/{node}/${type}/{vmid}/status/current`,
  ]),
  "/cluster/tasks",
];
const GENERATED = {
  source: "proxbox_api/generated/proxmox/latest/openapi.json",
  endpoint_count: 428,
  version: "latest",
  version_tag: "latest",
};

/** The service's description of itself, built from the routes there are. */
export function openapiRoute(routes: readonly Route<Sim>[]): Route<Sim> {
  const operation = (path: string) => ({
    summary: summaryOf(path),
    parameters: parametersOf(path),
    responses: { "200": { description: "Successful Response" } },
  });
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path } of routes) {
    if (path.includes("...")) continue;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(path) };
  }
  for (const path of PROXY) paths[`/proxmox/api2/latest${path}`] = { get: operation(path) };
  const answer: Route<Sim>["answer"] = (_call, sim) => {
    const info = {
      title: "Proxbox Backend",
      description: "## Proxbox Backend made in FastAPI framework",
      version: sim.settings.version,
      "x-proxmox-generated-openapi": GENERATED,
    };
    return ok({ openapi: "3.1.0", info, paths });
  };
  return { method: "GET", path: "/openapi.json", answer };
}

const VM = "/virtualization/virtual-machines/";
const CHOOSING = ["", "virtual-disks/", "task-history/", "backups/all/", "snapshots/all/"];
const choosing = new Set(CHOOSING.map((stage) => `${VM}${stage}create/stream`));

/** What a call takes, as far as the console asks for it. */
function parametersOf(path: string): { name: string; in: string }[] {
  const inPath = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => ({ name, in: "path" }));
  const single = individualParameters[path.replace("/sync/individual/", "")] ?? [];
  const inQuery = [...single, ...(choosing.has(path) ? ["netbox_vm_ids"] : [])];
  return [...inPath, ...inQuery.map((name) => ({ name, in: "query" }))];
}

function summaryOf(path: string): string {
  const words = path.replace(/\{[^}]*\}/g, "").split(/[/\-_]+/);
  return words
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}
