import { Agent, fetch } from "undici";

/**
 * So many viewers of one stream, as a process of its own: `crowd.ts URL COOKIE COUNT`. Says "open" when all are in,
 * and when the stream ended the lags it saw: how long ago each frame was sent that was sent since all are in.
 */
const [url = "", cookie = "", count = "1"] = process.argv.slice(2);
const dispatcher = new Agent({ connections: Number(count), headersTimeout: 0, bodyTimeout: 0 });
const OPENED_AT_ONCE = 20;
/** The time at which a frame was sent stands in its data. */
const SENT = /"sent_ms":\s?(\d{13})/g;

async function view(): Promise<number[]> {
  const answer = await fetch(url, { dispatcher, headers: { cookie } });
  if (!answer.ok || !answer.body) throw new Error(`a viewer was answered ${answer.status}`);
  const lags: number[] = [];
  const first = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      first.resolve();
      const nowMs = Date.now();
      const text = Buffer.from(chunk).toString("latin1");
      for (const [, sentMs] of text.matchAll(SENT)) if (Number(sentMs) >= openedMs) lags.push(nowMs - Number(sentMs));
    }
    return lags;
  })();
  readings.push(reading);
  await first.promise;
  return lags;
}

const readings: Promise<number[]>[] = [];
let openedMs = Number.POSITIVE_INFINITY;
for (let opened = 0; opened < Number(count); opened += OPENED_AT_ONCE) {
  const some = Math.min(OPENED_AT_ONCE, Number(count) - opened);
  await Promise.all(Array.from({ length: some }, view));
}
openedMs = Date.now();
process.send?.("open");
const lags = (await Promise.all(readings)).flat();
process.send?.(lags);
process.once("disconnect", () => process.exit(0));
