import { describe, expect, it } from "vitest";
import { type KnownCalls, wayInWords, wayOf, wayPaths } from "./object-ways.ts";

type Change = Record<string, string[] | null>;

const CHOICE = ["netbox_vm_ids"];
const vm = "/virtualization/virtual-machines";
const INDIVIDUAL: Record<string, string[]> = {
  "/sync/individual/cluster": ["cluster_name"],
  "/sync/individual/node": ["cluster_name", "node_name"],
  "/sync/individual/storage": ["cluster_name", "storage_name"],
};

/** What a backend of a release says of itself; `change` takes a call away or gives it other parameters. */
function described(version: string | null, change: Change = {}): KnownCalls {
  const streams = wayPaths.filter((path) => !(path in INDIVIDUAL)).map((path): [string, string[]] => [path, CHOICE]);
  const calls: Change = { ...INDIVIDUAL, ...Object.fromEntries(streams), ...change };
  const there = Object.entries(calls).filter(([, names]) => names !== null);
  const paths = there.map(([path, names]) => [path, { get: { parameters: names?.map((name) => ({ name })) } }]);
  return { version, paths: Object.fromEntries(paths) };
}

describe("one cluster, node or storage", () => {
  it.each([
    ["cluster", ["devices", "storage"], "answers HTTP 400"],
    ["node", ["devices"], "answers HTTP 500, after it wrote"],
    ["storage", ["storage"], "answers HTTP 500, after it wrote"],
  ] as const)("is synced by stages while the call for a %s is broken, and says how it is", (noun, syncTypes, fault) => {
    for (const calls of [described("0.0.27.post4"), described("0.0.30.post2"), { version: "0.0.30", paths: null }]) {
      const way = wayOf(noun, calls);
      expect(way).toMatchObject({ syncTypes, isAlone: false });
      expect(way.why).toContain(`The call of proxbox-api ${calls.version} for one ${noun} is broken: it ${fault}`);
    }
  });

  it("says so when a backend has no such call, or one that takes something else", () => {
    expect(wayOf("node", described("0.0.30", { "/sync/individual/node": null })).why).toBe(
      "proxbox-api 0.0.30 has no call that syncs one node alone.",
    );
    expect(wayOf("node", described("0.0.40", { "/sync/individual/node": ["cluster_name"] })).why).toContain(
      "takes no node_name, which this console would send",
    );
  });

  it("is not trusted to a release that nobody has looked at, which says so", () => {
    const way = wayOf("storage", described("0.0.31"));
    expect(way).toMatchObject({ syncTypes: ["storage"], isAlone: false });
    expect(way.why).toContain("that of 0.0.31 has not been seen to work");
  });

  it("of a backend that never answered is told as every known release does it", () => {
    expect(wayOf("cluster", { version: null, paths: null }).why).toContain("every release that is known");
  });
});

describe("a guest", () => {
  it("is synced alone by the streams that take a choice", () => {
    const way = wayOf("vm", described("0.0.30"));
    expect(way).toMatchObject({ isAlone: true });
    expect(way.syncTypes).toEqual(["virtual-machines", "task-history", "vm-disks", "vm-backups", "vm-snapshots"]);
    expect(wayInWords(way)).toBe(
      "Sync Now runs the stages Virtual machines, Task history, Virtual disks, Backups and Snapshots for this one alone",
    );
  });

  it("is never sent to a stream that would ignore the choice and sync all", () => {
    const some = wayOf(
      "vm",
      described("0.0.28", { [`${vm}/task-history/create/stream`]: null, [`${vm}/virtual-disks/create/stream`]: [] }),
    );
    expect(some.syncTypes).toEqual(["virtual-machines", "vm-backups", "vm-snapshots"]);
    expect(some.why).toContain("but not for Task history, Virtual disks");
    const none = wayOf("vm", described("0.0.20", { [`${vm}/create/stream`]: ["netbox_id"] }));
    expect(none).toMatchObject({ isAlone: false, syncTypes: ["virtual-machines"] });
    expect(none.why).toBe("proxbox-api 0.0.20 has no stream that takes a choice of guests (netbox_vm_ids).");
  });

  it("that NetBox does not know is made with all of its endpoint", () => {
    expect(wayOf("vm", described("0.0.30"), false)).toMatchObject({ isAlone: false, syncTypes: ["virtual-machines"] });
  });
});
