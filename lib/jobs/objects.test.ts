import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type JobObject, objectFold } from "../frames/objects.ts";
import { parseFrame } from "../frames/parse.ts";
import { toWireFrame } from "../frames/wire.ts";
import { readSse } from "../sse/read.ts";

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
    fold.add(toWireFrame({ ...frame, seq }));
  }
  return fold.take().words;
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

  it("are handed over once, and the old style gives way where a stage has structured lines", () => {
    const fold = objectFold();
    const frame = (seq: number, event: string, data: unknown) =>
      fold.add({
        seq,
        at: new Date(seq * 100).toISOString(),
        attempt: 1,
        stage: "devices",
        proxmox_endpoint_id: 1,
        event,
        level: "info",
        text: "",
        data,
      });
    const old = (name: string) => ({ step: "device", status: "completed", rowid: name, payload: { type: "create" } });
    const item = (status: string) => ({ status, operation: "updated", item: { name: "pve1", item_type: "node" } });
    frame(1, "step", old("pve1"));
    expect(fold.take().words).toMatchObject([{ name: "pve1", kind: "device", operation: "created", isLegacy: true }]);
    expect(fold.take()).toEqual({ words: [], replaced: [] });
    frame(2, "item_progress", item("processing"));
    frame(3, "step", old("pve1"));
    frame(4, "item_progress", item("completed"));
    expect(fold.take()).toMatchObject({
      words: [{ kind: "node", operation: "updated", duration_ms: 200, seq: 4, isLegacy: false }],
      replaced: [{ stage: "devices", proxmox_endpoint_id: 1 }],
    });
  });

  it.each(recorded)("%s: have a name, a kind and an operation", async (name) => {
    for (const object of await objects(name)) {
      expect([object.name, object.kind, object.operation]).not.toContain("");
      expect(object.name).not.toMatch(/<a /);
    }
  });
});
