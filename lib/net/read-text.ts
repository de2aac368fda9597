import type { Readable } from "node:stream";

/** The body broke one of our limits; the message says which. */
export class BodyLimit extends Error {
  override name = "BodyLimit";
}

/** Reads a whole body as UTF-8 text. Throws `BodyLimit`, or what broke the body; hangs up in both cases. */
export async function readText(body: Readable, limits: { maxBytes: number; timeoutMs: number }): Promise<string> {
  const { chunks, size, error } = await collect(body, limits);
  if (error) throw error;
  if (size > limits.maxBytes) throw new BodyLimit(`it is longer than ${limits.maxBytes / 1024 / 1024} MiB`);
  return Buffer.concat(chunks).toString("utf8");
}

/** Error bodies are for people; more of one helps nobody. */
const MAX_PROBLEM_BYTES = 64 * 1024;
const PROBLEM_TIMEOUT_MS = 10_000;

/** Reads as much of an error body as helps a person; one that breaks off still says what arrived. */
export async function readProblemText(body: Readable): Promise<string> {
  const { chunks } = await collect(body, { maxBytes: MAX_PROBLEM_BYTES, timeoutMs: PROBLEM_TIMEOUT_MS });
  return Buffer.concat(chunks).subarray(0, MAX_PROBLEM_BYTES).toString("utf8");
}

type Collected = { chunks: Uint8Array[]; size: number; error: unknown };

async function collect(body: Readable, limits: { maxBytes: number; timeoutMs: number }): Promise<Collected> {
  const found: Collected = { chunks: [], size: 0, error: null };
  const late = () => body.destroy(new BodyLimit(`it was not complete within ${limits.timeoutMs / 1000} s`));
  const timer = setTimeout(late, limits.timeoutMs);
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      found.size += chunk.length;
      found.chunks.push(chunk);
      if (found.size > limits.maxBytes) break;
    }
  } catch (error) {
    found.error = error;
  } finally {
    clearTimeout(timer);
  }
  return found;
}
