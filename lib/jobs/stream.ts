import { toWireFrame } from "../frames/wire.ts";
import { encodeComment, encodeEvent } from "../sse/encode.ts";
import type { WatchEvent } from "./watch.ts";

/** Events of a watch as SSE text: each frame under the backend's own event name, or arrays of them for the viewer. */
export async function* encodeWatch(
  events: AsyncGenerator<WatchEvent>,
  format: "events" | "batch",
): AsyncGenerator<string> {
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
        yield format === "batch" ? encodeBatch(event.frames) : event.frames.map(encodeFrame).join("");
    }
  }
}

type Frames = Extract<WatchEvent, { kind: "frames" }>["frames"];

const encodeFrame = (frame: Frames[number]): string =>
  encodeEvent({ event: frame.event, data: frame.data, id: frame.seq });

function encodeBatch(frames: Frames): string {
  return encodeEvent({
    event: "frames",
    data: JSON.stringify(frames.map((frame) => toWireFrame(frame))),
    id: frames.at(-1)?.seq,
  });
}
