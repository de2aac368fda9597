import { createParser, type EventSourceMessage } from "eventsource-parser";

export type SseMessage = { event: string; data: string; id: string | undefined };

export type ReadSseOptions = {
  /** Called for every chunk, comments included: a sign of life. */
  onLife?: () => void;
  /** A single message may grow to this many characters. */
  maxMessageChars?: number;
};

const DEFAULT_MAX_MESSAGE_CHARS = 64 * 1024 * 1024;

/** Byte stream → SSE messages by the WHATWG rules, for any chunking, line ending and UTF-8 split. */
export async function* readSse(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadSseOptions = {},
): AsyncGenerator<SseMessage> {
  const limit = options.maxMessageChars ?? DEFAULT_MAX_MESSAGE_CHARS;
  const messages: SseMessage[] = [];
  let pending = 0;
  const parser = createParser({
    onEvent: (message: EventSourceMessage) => {
      pending = 0;
      messages.push({ event: message.event ?? "message", data: message.data, id: message.id });
    },
  });
  const decoder = new TextDecoder("utf-8");
  for await (const chunk of bytes) {
    options.onLife?.();
    const text = decoder.decode(chunk, { stream: true });
    pending += text.length;
    parser.feed(text);
    if (pending > limit) throw new Error(`one SSE message is longer than ${limit} characters`);
    if (messages.length > 0) yield* messages.splice(0);
  }
}
