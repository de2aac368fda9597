import { toWireFrame } from "../frames/wire.ts";
import { encodeComment, encodeEvent } from "../sse/encode.ts";
import type { WatchEvent } from "./watch.ts";

/** Events of a watch as SSE: each frame under the backend's own event name, or arrays of them for the viewer. */
export async function* encodeWatch(
  events: AsyncGenerator<WatchEvent>,
  format: Format,
): AsyncGenerator<string | Uint8Array> {
  // Something is sent at once, so that proxies and readers see the answer begin.
  yield encodeComment("stream of a job");
  for await (const event of events) {
    switch (event.kind) {
      case "keepalive":
        yield encodeComment("keep-alive");
        break;
      case "end":
        yield encodeEvent({ event: "end", data: JSON.stringify({ status: event.status, outcome: event.outcome }) });
        return;
      case "frames":
        yield encodeOnce(event.frames, format);
    }
  }
}

type Frames = Extract<WatchEvent, { kind: "frames" }>["frames"];
type Format = "events" | "batch";

const encoded = { events: new WeakMap<Frames, Uint8Array>(), batch: new WeakMap<Frames, Uint8Array>() };
const encoder = new TextEncoder();

/** Viewers share what was read, so its bytes are made once for all of them. Nobody changes them. */
function encodeOnce(frames: Frames, format: Format): Uint8Array {
  const known = encoded[format].get(frames);
  if (known !== undefined) return known;
  const bytes = encoder.encode(format === "batch" ? encodeBatch(frames) : frames.map(encodeFrame).join(""));
  encoded[format].set(frames, bytes);
  return bytes;
}

const encodeFrame = (frame: Frames[number]): string =>
  encodeEvent({ event: frame.event, data: frame.data, id: frame.seq });

function encodeBatch(frames: Frames): string {
  return encodeEvent({
    event: "frames",
    data: JSON.stringify(frames.map((frame) => toWireFrame(frame))),
    id: frames.at(-1)?.seq,
  });
}
