import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeComment, encodeEvent } from "./encode.ts";
import { readSse } from "./read.ts";

async function* split(bytes: Uint8Array, sizes: number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(text: string, sizes = [7]): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const message of readSse(split(new TextEncoder().encode(text), sizes)))
    found.push([message.event, message.data]);
  return found;
}

describe("reading SSE", () => {
  it("gives the same messages for every chunking, line ending and UTF-8 split", async () => {
    const text =
      '\uFEFF: keepalive\n\nevent: step\ndata: {"name":"größe 🖥"}\n\ndata: one\ndata: two\n\nevent: complete\ndata: {}\n\n';
    const expected = [
      ["step", '{"name":"größe 🖥"}'],
      ["message", "one\ntwo"],
      ["complete", "{}"],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        fc.constantFrom("\n", "\r\n", "\r"),
        async (sizes, end) => {
          expect(await read(text.replaceAll("\n", end), sizes)).toEqual(expected);
        },
      ),
    );
  });

  it("reads back whatever it writes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (data) => {
        const normal = data.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
        expect(await read(encodeComment("keepalive") + encodeEvent({ event: "step", data: normal, id: 3 }))).toEqual([
          ["step", normal],
        ]);
      }),
    );
  });

  it("reads a message of 10 MB whole", async () => {
    const data = "x".repeat(10 * 1024 * 1024);
    const [message] = await read(encodeEvent({ event: "complete", data }), [65_536]);
    expect(message?.[1]).toHaveLength(data.length);
  });

  it("counts comments as life", async () => {
    let lives = 0;
    const bytes = split(new TextEncoder().encode(": keepalive\n\n: keepalive\n\n"), [13]);
    for await (const _ of readSse(bytes, { onLife: () => (lives += 1) })) throw new Error("a comment is no message");
    expect(lives).toBe(2);
  });

  it("refuses a message that never ends", async () => {
    const reading = async () => {
      for await (const _ of readSse(split(new TextEncoder().encode(`data: ${"x".repeat(1000)}`), [100]), {
        maxMessageChars: 500,
      }));
    };
    await expect(reading()).rejects.toThrow("longer than 500 characters");
  });
});
