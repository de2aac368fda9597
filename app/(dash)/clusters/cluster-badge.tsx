import type { Cluster } from "#lib/clusters/schema";
import { Badge } from "#ui/badge";

export function ClusterBadge({ cluster }: { cluster: Cluster }) {
  if (cluster.missing) return <Badge tone="warn">Missing</Badge>;
  if (cluster.quorate === false) return <Badge tone="bad">No quorum</Badge>;
  if (cluster.nodes_online < cluster.node_count) return <Badge tone="warn">Nodes offline</Badge>;
  return <Badge tone="ok">Healthy</Badge>;
}
