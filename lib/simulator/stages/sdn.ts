import { stepFrame, work } from "../frames.ts";
import type { Run, Stage } from "./run.ts";

const KINDS = [
  "controllers zones vnets subnets l2vpns route_targets terminations skipped stale plugin_metadata bgp_peer_groups",
  "bgp_sessions bgp_routing_policies bgp_routing_policy_rules bgp_prefix_lists bgp_prefix_list_rules bgp_communities",
]
  .join(" ")
  .split(" ");

/** Software-defined networks; the simulated clusters have none, so every counter is 0. Repeats `step` per cluster. */
export function* sdnStage(run: Run): Stage {
  const counters = {
    ...Object.fromEntries(KINDS.map((kind) => [kind, 0])),
    per_endpoint_errors: {},
    object_errors: [],
    warnings: [],
  };
  for (const { cluster } of run.sessions) {
    yield stepFrame("sdn", "processing", `Collecting SDN inventory for ${cluster.name}.`);
    yield work(700);
    yield stepFrame("sdn", "completed", `Finished SDN sync for ${cluster.name}.`, { result: counters });
  }
  const result = { ok: true, counters };
  return { result, step: result, final: result, count: 0 };
}
