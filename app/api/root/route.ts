import { route } from "#lib/http/route";

const names = [
  "jobs",
  "schedules",
  "endpoints/backends",
  "endpoints/netbox",
  "endpoints/proxmox",
  "clusters",
  "nodes",
  "storage",
  "vms",
  "settings",
  "users",
  "tokens",
  "sessions",
  "audit",
  "webhooks",
  "config",
  "status",
];

/** What there is below this address, as NetBox clients ask for it. */
export const GET = route({
  permission: "status:read",
  handle: async ({ facts }) =>
    Object.fromEntries(names.map((name) => [name, `${facts.origin}/api/plugins/proxbox/${name}/`])),
});
