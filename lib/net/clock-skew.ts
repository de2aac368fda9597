import type { Dispatcher } from "undici";
import type { NetworkPolicy } from "./addresses.ts";
import { callOnce } from "./call.ts";

const TIMEOUT_MS = 10_000;

/**
 * How far the clock behind `url` is ahead of ours, in milliseconds, by the `Date` of whatever it answers; to a second,
 * and half the time of the answer. Null when it sends no date. Nothing secret is sent.
 */
export async function readClockSkewMs(input: {
  url: URL;
  dispatcher: Dispatcher;
  policy: NetworkPolicy;
  signal?: AbortSignal;
}): Promise<number | null> {
  const headers = { accept: "application/json" };
  const answer = await callOnce({ ...input, method: "GET", headers, headersTimeoutMs: TIMEOUT_MS });
  const nowMs = Date.now();
  await answer.body.dump();
  const date = Date.parse(String(answer.headers.date ?? ""));
  return Number.isNaN(date) ? null : date - (nowMs - answer.elapsedMs / 2);
}
