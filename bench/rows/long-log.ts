import type { Page } from "playwright";
import { type Console, withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { percentile, spaced } from "../numbers.ts";
import { seedLongJob } from "../seed.ts";

const LINE = '[id^="L"].log-line';

type Seen = { paintMs: number; jumpMs: number; heapMb: number };

/** The log of a finished job as a person opens it, jumps in it and searches through it. */
async function run(bench: Bench): Promise<void> {
  const lines = bench.quick ? 300_000 : 1_000_000;
  await withConsole(bench, async (console) => {
    const short = await look(console, await seedLongJob(console.open, 10_000), 10_000);
    const id = await seedLongJob(console.open, lines);
    const long = await look(console, id, lines);
    bench.figure({
      name: `first lines of ${spaced(lines)} on the screen`,
      value: long.paintMs,
      unit: "ms",
      target: { at: "most", value: 1_000 },
      reference: { name: "of 10 000", value: short.paintMs },
      predecessor: "37 s and more with 20 000 (running job)",
    });
    bench.figure({
      name: "jump to any line, slowest of five",
      value: long.jumpMs,
      unit: "ms",
      target: { at: "most", value: 300 },
      reference: { name: "in 10 000", value: short.jumpMs },
      predecessor: "there are no links to lines",
    });
    bench.figure({
      name: "JavaScript heap of the page after that",
      value: long.heapMb,
      unit: "MB",
      target: { at: "most", value: 100 },
      reference: { name: "with 10 000", value: short.heapMb },
    });
    await search(bench, console, { id, lines });
  });
}

async function look({ web, openPage }: Console, jobId: number, lines: number): Promise<Seen> {
  const page = await openPage();
  await page.goto(`${web.url}/jobs`);
  const paints: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const startMs = performance.now();
    await page.goto(`${web.url}/jobs/${jobId}`, { waitUntil: "commit" });
    await page.locator(LINE).first().waitFor();
    paints.push(performance.now() - startMs);
  }
  await page.getByText(/^[\d,.\s]+ lines$/).waitFor();
  // The lines of the server stand there before the viewer does, and are no place to jump in.
  await page.locator(".log-virtual").waitFor();
  // Who follows the end is brought back to it: a reader who jumps has left it.
  await page.getByRole("region", { name: "Log lines" }).press("Home");
  // The browser moves there step by step, and would go on after a jump.
  await page.locator("#L1").waitFor();
  const jumps: number[] = [];
  for (const part of [0.73, 0.21, 0.94, 0.5, 0.02]) jumps.push(await jump(page, part, Math.ceil(lines * part)));
  const heapMb = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1e6,
  );
  await page.close();
  return { paintMs: percentile(paints, 0.5), jumpMs: Math.max(...jumps), heapMb };
}

/** Drags the scroll bar to a part of the log and waits for the line that is there. */
async function jump(page: Page, part: number, seq: number): Promise<number> {
  const startMs = performance.now();
  await page.getByRole("region", { name: "Log lines" }).evaluate((element, share) => {
    element.scrollTop = (element.scrollHeight - element.clientHeight) * share;
  }, part);
  await page.waitForFunction(
    ({ selector, near }) => {
      const shown = [...document.querySelectorAll(selector)].map((line) => Number(line.id.slice(1)));
      return shown.some((number) => Math.abs(number - near) < 60);
    },
    { selector: LINE, near: seq },
  );
  return performance.now() - startMs;
}

type Part = { seqs: number[]; scanned_to: number; last_seq: number };

/** The search of the viewer: hits arrive as they are found, the needle is at the very end. */
async function search(bench: Bench, { web }: Console, job: { id: number; lines: number }): Promise<void> {
  const ask = async (words: string) => {
    const startMs = performance.now();
    const answer = await fetch(`${web.url}/api/jobs/${job.id}/matches?q=${words}`, { headers: { cookie: web.cookie } });
    if (!answer.ok || !answer.body) throw new Error(`the search was answered ${answer.status}`);
    let firstMs: number | null = null;
    let count = 0;
    let rest = "";
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) {
        count += (JSON.parse(line) as Part).seqs.length;
        if (count > 0) firstMs ??= performance.now() - startMs;
      }
    }
    return { firstMs: firstMs ?? Number.NaN, wholeMs: performance.now() - startMs, count };
  };
  const needle = await ask("needle");
  const common = await ask("pve7");
  if (needle.count !== 1) bench.fail(`the needle was found ${needle.count} times`);
  bench.figure({
    name: `search of ${spaced(job.lines)} lines: the only hit, at the end`,
    value: needle.firstMs,
    unit: "ms",
    target: { at: "most", value: 1_000 },
    reference: { name: "the first of very many hits", value: common.firstMs },
    predecessor: "no search",
  });
  bench.figure({
    name: `search of ${spaced(job.lines)} lines: all ${spaced(common.count)} hits counted`,
    value: common.wholeMs,
    unit: "ms",
    target: { at: "most", value: 3_000 },
    reference: { name: "one hit", value: needle.wholeMs },
  });
}

export const longLog: BenchRow = { name: "6", title: "a finished log of a million lines", run };
