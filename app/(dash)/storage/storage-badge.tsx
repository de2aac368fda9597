import type { Storage } from "#lib/storage/schema";
import { Badge } from "#ui/badge";
import { StateBadge } from "../_inventory/parts.tsx";

export function StorageBadge({ storage }: { storage: Storage }) {
  if (!storage.enabled && !storage.missing) return <Badge tone="idle">Disabled</Badge>;
  return <StateBadge status={storage.status} missing={storage.missing} />;
}
