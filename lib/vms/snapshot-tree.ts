import type { VmSnapshot } from "./panel-schema.ts";

export type SnapshotLine = VmSnapshot & { depth: number };

/** Snapshots as lines of a tree: each below its parent, older ones first. Browser-safe. */
export function snapshotTree(snapshots: readonly VmSnapshot[]): SnapshotLine[] {
  const names = new Set(snapshots.map((snapshot) => snapshot.name));
  const below = Map.groupBy(snapshots, ({ parent }) => (parent !== null && names.has(parent) ? parent : null));
  const lines: SnapshotLine[] = [];
  const seen = new Set<string>();
  const walk = (parent: string | null, depth: number) => {
    const children = below.get(parent) ?? [];
    for (const child of children.toSorted((a, b) => (a.created_at ?? "").localeCompare(b.created_at ?? ""))) {
      if (seen.has(child.name)) continue;
      seen.add(child.name);
      lines.push({ ...child, depth });
      walk(child.name, depth + 1);
    }
  };
  walk(null, 0);
  // A ring of parents hangs on nothing; it is shown all the same.
  for (const lost of snapshots) if (!seen.has(lost.name)) lines.push({ ...lost, depth: 0 });
  return lines;
}
