import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type JobObject, objectFold } from "../frames/objects.ts";
import { parseFrame } from "../frames/parse.ts";
import { toWireFrame } from "../frames/wire.ts";
import { readSse } from "../sse/read.ts";
import { compareObjects } from "./changes.ts";

const FOLDER = join(import.meta.dirname, "../testing/streams");
const recorded = readdirSync(FOLDER).map((file) => file.replace(/\.sse$/, ""));

async function objects(name: string, stage = "full-update"): Promise<JobObject[]> {
  const bytes = readFileSync(join(FOLDER, `${name}.sse`));
  const single = async function* () {
    yield bytes;
  };
  const fold = objectFold();
  let seq = 0;
  for await (const message of readSse(single())) {
    seq += 1;
    const at = new Date(Date.parse("2026-11-23T10:00:00Z") + seq * 10);
    const frame = parseFrame(message, { stage, attempt: 1, proxmoxEndpointId: 1, at });
    fold.add(toWireFrame({ ...frame, jobId: 1, seq }));
  }
  return fold.list();
}

describe("the objects of a job", () => {
  it("are those that the backend told of, each once, with its link and how long it took", async () => {
    const found = await objects("devices", "devices");
    const node = found.find((object) => object.name === "pve1" && object.kind === "node");
    expect(node).toMatchObject({
      stage: "devices",
      status: "completed",
      netbox_id: expect.any(Number),
      netbox_url: expect.stringContaining("/dcim/devices/"),
      duration_ms: expect.any(Number),
    });
    expect(new Set(found.map((object) => `${object.kind}/${object.name}`)).size).toBe(found.length);
  });

  it("are read from the lines of the old style as well", async () => {
    const found = await objects("devices.v0.0.19", "devices");
    expect(found.map((object) => object.name)).toContain("pve1");
    expect(found.every((object) => object.status === "completed")).toBe(true);
    expect(found[0]?.netbox_url).toMatch(/^http/);
  });

  it("carry the stage of their phase in a single stream", async () => {
    const stages = new Set((await objects("full-update.ok.first-run")).map((object) => object.stage));
    expect([...stages]).toEqual(expect.arrayContaining(["devices", "virtual-machines"]));
  });

  it.each(recorded)("%s: have a name, a kind and an operation", async (name) => {
    for (const object of await objects(name)) {
      expect([object.name, object.kind, object.operation]).not.toContain("");
      expect(object.name).not.toMatch(/<a /);
    }
  });
});

describe("the changes of a run", () => {
  const object = (name: string, values: Partial<JobObject> = {}): JobObject => ({
    name,
    kind: "virtual_machine",
    operation: "unchanged",
    status: "completed",
    stage: "virtual-machines",
    proxmox_endpoint_id: 1,
    netbox_id: 1,
    netbox_url: null,
    message: null,
    duration_ms: null,
    seq: 1,
    ...values,
  });
  const names = (found: JobObject[]) => found.map((entry) => entry.name);

  it("say what was written, what fails now and what fails no more", () => {
    const before = [object("a", { status: "failed" }), object("b", { status: "failed" }), object("c")];
    const now = [
      object("a"),
      object("b", { status: "failed" }),
      object("c", { status: "failed" }),
      object("d", { operation: "created" }),
      object("e", { operation: "updated" }),
    ];
    const changes = compareObjects(now, before);
    expect(names(changes.created)).toEqual(["d"]);
    expect(names(changes.updated)).toEqual(["e"]);
    expect(names(changes.newly_failing)).toEqual(["c"]);
    expect(names(changes.recovered)).toEqual(["a"]);
  });

  it("of a first run call everything that failed newly failing", () => {
    expect(names(compareObjects([object("a", { status: "failed" })], []).newly_failing)).toEqual(["a"]);
  });
});
