import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pyJson } from "./python-json.ts";
import { type Simulator, startSimulator } from "./simulator.ts";
import { stageStreams } from "./stage-streams.ts";

type Frame = { event: string; data: Record<string, unknown> };

const recordings = join(import.meta.dirname, "../testing/streams");
let sim: Simulator;

beforeAll(async () => {
  sim = await startSimulator({ configured: true, clusters: [{ name: "lab", nodes: 2, guests: 9, problems: true }] });
  await stream("/full-update/stream");
});
afterAll(() => sim.close());

async function stream(path: string): Promise<Frame[]> {
  const answer = await fetch(sim.url + path, { headers: { "x-proxbox-api-key": sim.apiKey ?? "" } });
  expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  return frames(await answer.text());
}

function recording(name: string): Frame[] {
  return frames(readFileSync(join(recordings, `${name}.sse`), "utf8"));
}

function frames(text: string): Frame[] {
  return [...text.matchAll(/^event: (\S+)\ndata: (.*)$/gm)].map(([, event = "", data = ""]) => ({
    event,
    data: JSON.parse(data) as Frame["data"],
  }));
}

/** The keys of a frame, all the way down; lists count as their first element. */
function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [keysOf(value[0])] : [];
  if (value === null || typeof value !== "object") return typeof value === "object" ? "null" : "value";
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, field]) => [key, key === "result" || key === "payload" ? keysOf(field) : shallow(field)] as const)
      .toSorted(([one], [other]) => one.localeCompare(other)),
  );
}

const shallow = (value: unknown) =>
  Array.isArray(value) ? "list" : value !== null && typeof value === "object" ? Object.keys(value).toSorted() : "value";

function signature({ event, data }: Frame): string {
  const named = (data.phase ?? data.step) as string | undefined;
  return `${event} ${named ?? ""} ${data.status ?? ""} ${JSON.stringify(keysOf(data))}`;
}

/** Which frames follow each other, repeats of the same kind folded into one. */
function order(all: Frame[]): string[] {
  return all
    .filter(({ event, data }) => event !== "step" || !("payload" in data))
    .map(({ event, data }) => `${event} ${data.phase ?? data.step ?? ""} ${data.status ?? ""}`)
    .filter((kind, at, kinds) => kind !== kinds[at - 1])
    .filter((kind) => !/^(error_detail|duplicate_name_resolved|item_progress|substep)/.test(kind))
    .map((kind) => kind.replace("completed_with_errors", "completed"));
}

describe("the simulated streams", () => {
  it("end with the terminal frames and texts of the recorded stage streams", async () => {
    const paired = stageStreams.flatMap((route) => {
      const name = route.path.includes("{id}")
        ? { "virtual-machine": "vm-1-create", "virtual-disks": "vm-1-disks" }[route.step]
        : route.step;
      return name && !name.startsWith("sweep") ? [{ path: route.path.replace("{id}", "1"), name }] : [];
    });
    for (const { path, name } of paired) {
      const [mine, theirs] = [await stream(path), recording(name)];
      const ends = (all: Frame[]) => [all[0]?.data.message, all.at(-2)?.data.message, all.at(-1)?.data.message];
      expect(ends(mine), name).toEqual(ends(theirs));
      expect(order(mine), name).toEqual(order(theirs));
    }
  });

  it("run a full update in the order of the recorded one", async () => {
    expect(order(await stream("/full-update/stream"))).toEqual(order(recording("full-update.ok.second-run")));
  });

  it("hold no frame whose keys no recording has", async () => {
    const known = new Set(
      readdirSync(recordings)
        .filter((file) => file.endsWith(".sse"))
        .flatMap((file) => recording(file.replace(/\.sse$/, "")).map(signature)),
    );
    const paths = stageStreams
      .filter(({ step }) => step !== "sweep-orphans")
      .map(({ path }) => path.replace("{id}", "1"));
    const unknown = new Set<string>();
    for (const path of [...paths, "/full-update/stream"])
      for (const frame of await stream(path)) {
        // What NetBox refuses gives an error_detail with item and suggestion, which no recorded NetBox did.
        const isComplete = frame.event === "complete" && path.startsWith("/full");
        if (frame.event !== "error_detail" && !isComplete && !known.has(signature(frame)))
          unknown.add(signature(frame));
      }
    expect([...unknown]).toEqual([]);
  });

  it("name every key of the recorded final result", async () => {
    const result = (all: Frame[]) => Object.keys(all.at(-1)?.data.result ?? {});
    expect(result(await stream("/full-update/stream"))).toEqual(result(recording("full-update.ok.first-run")));
  });

  it("write JSON byte for byte as the backend does", () => {
    const line = readFileSync(join(recordings, "snapshots.sse"), "utf8")
      .split("\n")
      .find((one) => one.includes("33.3333"));
    const data = JSON.parse(line?.slice("data: ".length) ?? "");
    expect(`data: ${pyJson(data)}`).toBe(line);
    expect(pyJson({ name: "Zürich 😀", none: null })).toBe('{"name": "Z\\u00fcrich \\ud83d\\ude00", "none": null}');
  });

  it("tell of a duplicate name, a refused VM and a refused storage, and still end well", async () => {
    const all = await stream("/full-update/stream");
    expect(all.filter(({ event }) => event === "duplicate_name_resolved")).toHaveLength(1);
    const refused = all.filter(({ event }) => event === "error_detail").map(({ data }) => [data.phase, data.category]);
    expect(refused).toEqual([
      ["storage", "validation"],
      ["virtual-machines", "validation"],
    ]);
    expect(all.at(-1)?.data.ok).toBe(true);
  });
});
