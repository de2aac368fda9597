import { AppError } from "../errors.ts";
import type { NetworkPolicy } from "../net/addresses.ts";
import { setSingleton, singleton } from "../singleton.ts";
import type { EndpointKind } from "./schema.ts";

export type EndpointPolicies = Record<EndpointKind, NetworkPolicy> & { caFile?: string };

const NAME = "endpoints.policies";

type Networks = { BACKEND_NETWORKS: readonly string[]; NETBOX_NETWORKS?: readonly string[]; CONSOLE_CA_FILE?: string };

/** From the environment: where endpoints may point. Composition roots and tests set it once. */
export function setEndpointPolicies(networks: Networks): void {
  const inside = { allowed: networks.BACKEND_NETWORKS, allowPublic: false, variable: "BACKEND_NETWORKS" };
  const netbox = networks.NETBOX_NETWORKS
    ? { allowed: networks.NETBOX_NETWORKS, allowPublic: false, variable: "NETBOX_NETWORKS" }
    : { allowed: networks.BACKEND_NETWORKS, allowPublic: true, variable: "NETBOX_NETWORKS" };
  const policies: EndpointPolicies = { backends: inside, proxmox: inside, netbox, caFile: networks.CONSOLE_CA_FILE };
  setSingleton(NAME, policies);
}

export function endpointPolicies(): EndpointPolicies {
  return singleton<EndpointPolicies>(NAME, () => {
    throw new AppError("internal", "The allowed networks were not loaded.");
  });
}
