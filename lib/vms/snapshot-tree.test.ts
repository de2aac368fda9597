import { describe, expect, it } from "vitest";
import { snapshotTree } from "./snapshot-tree.ts";

const snapshot = (name: string, parent: string | null, day: number) => ({
  name,
  parent,
  description: null,
  created_at: `2026-01-0${day}T00:00:00.000Z`,
  has_memory: false,
  is_current_parent: false,
});
const shown = (rows: Parameters<typeof snapshotTree>[0]) =>
  snapshotTree(rows).map(({ name, depth }) => `${depth} ${name}`);

describe("the tree of snapshots", () => {
  it("puts each below its parent, older ones first", () => {
    const rows = [snapshot("c", "a", 3), snapshot("b", "a", 2), snapshot("a", null, 1), snapshot("d", "b", 4)];
    expect(shown(rows)).toEqual(["0 a", "1 b", "2 d", "1 c"]);
  });

  it("shows those whose parent is gone, and rings, once", () => {
    expect(shown([snapshot("x", "deleted", 1)])).toEqual(["0 x"]);
    expect(shown([snapshot("x", "y", 1), snapshot("y", "x", 2)])).toEqual(["0 x", "0 y"]);
  });
});
