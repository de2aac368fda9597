import type { Page } from "playwright";
import { type Cannon, startCannon } from "../child.ts";
import { type Console, withConsole } from "../console.ts";
import type { Bench, BenchRow } from "../figure.ts";
import { percentile } from "../numbers.ts";
import { claimRun, runStage } from "../run.ts";

const LINE = '[id^="L"].log-line';

async function withBoth(bench: Bench, work: (console: Console, cannon: Cannon) => Promise<void>): Promise<void> {
  const cannon = await startCannon();
  try {
    await withConsole(bench, (console) => work(console, cannon));
  } finally {
    await cannon.stop();
  }
}

/** A running job on the screen; its first frames are there already. */
async function openRunningJob({ open, web, openPage }: Console, port: number) {
  const claimed = await claimRun(open, port);
  await runStage(claimed, 200, 200);
  const page = await openPage();
  await page.goto(`${web.url}/jobs/${claimed.job.id}`);
  await page.locator(LINE).first().waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  return { claimed, page };
}

/** From the backend's write to the paint: the message of a frame ends with the time at which it was sent. */
async function runScreen(bench: Bench): Promise<void> {
  await withBoth(bench, async (console, cannon) => {
    const { claimed, page } = await openRunningJob(console, cannon.port);
    await page.evaluate(collectLags, LINE);
    await runStage(claimed, 200 * (bench.quick ? 10 : 20), 200);
    const lags = await page.evaluate(() => (window as unknown as { lags: number[] }).lags);
    await claimed.end();
    bench.figure({
      name: "backend writes → line painted, 200 frames/s, p50",
      value: percentile(lags, 0.5),
      unit: "ms",
      target: { at: "most", value: 60 },
      predecessor: "1 250 ms on average by its constants",
    });
    bench.figure({
      name: "backend writes → line painted, 200 frames/s, p99",
      value: percentile(lags, 0.99),
      unit: "ms",
      target: { at: "most", value: 150 },
      predecessor: "2 500 ms at most by its constants; first line of a sync 7.4–9.0 s",
    });
  });
}

/** In the page: after each paint, the lag of every line that was not there before. */
function collectLags(selector: string): void {
  const lags: number[] = [];
  (window as unknown as { lags: number[] }).lags = lags;
  const startMs = Date.now();
  let last = 0;
  const look = () => {
    for (const line of document.querySelectorAll(selector)) {
      const seq = Number(line.id.slice(1));
      const sentMs = Number(/sent (\d{13})/.exec(line.textContent ?? "")?.[1] ?? 0);
      if (seq <= last || sentMs === 0) continue;
      last = seq;
      if (sentMs > startMs) lags.push(Date.now() - sentMs);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** A person scrolls and types while the log streams in. */
async function runBusy(bench: Bench): Promise<void> {
  await withBoth(bench, async (console, cannon) => {
    const { claimed, page } = await openRunningJob(console, cannon.port);
    const idle = await measurePage(page, () => act(page, bench.quick ? 2 : 5));
    const seconds = bench.quick ? 8 : 12;
    const busy = await measurePage(page, async () => {
      const streaming = runStage(claimed, 2_000 * seconds, 2_000);
      await act(page, seconds - 1);
      await streaming;
    });
    await claimed.end();
    bench.figure({
      name: "slowest interaction at 2 000 frames/s (INP)",
      value: busy.inpMs,
      unit: "ms",
      target: { at: "most", value: 50 },
      reference: { name: "idle page", value: idle.inpMs },
      predecessor: "main thread blocked for 10 s at 2 000 lines, unusable at 20 000",
    });
    bench.figure({
      name: "longest task at 2 000 frames/s",
      value: busy.longestMs,
      unit: "ms",
      target: { at: "most", value: 50 },
      reference: { name: "idle page", value: idle.longestMs },
    });
    bench.figure({
      name: "frames painted in a second while scrolling at 2 000 frames/s",
      value: busy.paintsPerSecond,
      unit: "fps",
      target: { at: "least", value: 55 },
      reference: { name: "idle page", value: idle.paintsPerSecond },
    });
  });
}

async function act(page: Page, seconds: number): Promise<void> {
  const lines = page.getByRole("region", { name: "Log lines" });
  const box = page.getByRole("searchbox", { name: "Search the whole log" });
  const endsMs = performance.now() + seconds * 1000;
  while (performance.now() < endsMs) {
    await lines.hover();
    for (const by of [-400, 300, -200, 500]) await page.mouse.wheel(0, by);
    await box.press("x");
    await box.press("Backspace");
  }
}

type Measured = { inpMs: number; longestMs: number; paintsPerSecond: number };

async function measurePage(page: Page, work: () => Promise<void>): Promise<Measured> {
  await page.evaluate(startMeasuring);
  await work();
  return page.evaluate(() => (window as unknown as { stopMeasuring: () => Measured }).stopMeasuring());
}

/** In the page: what the browser itself says of interactions, long tasks and paints. */
function startMeasuring(): void {
  const seen = { inpMs: 0, longestMs: 0, paints: 0, isOver: false, startMs: performance.now() };
  const events = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.inpMs = Math.max(seen.inpMs, entry.duration);
  });
  events.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  const tasks = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.longestMs = Math.max(seen.longestMs, entry.duration);
  });
  tasks.observe({ entryTypes: ["longtask"] });
  const paint = () => {
    seen.paints += 1;
    if (!seen.isOver) requestAnimationFrame(paint);
  };
  requestAnimationFrame(paint);
  (window as unknown as { stopMeasuring: () => unknown }).stopMeasuring = () => {
    seen.isOver = true;
    events.disconnect();
    tasks.disconnect();
    const seconds = (performance.now() - seen.startMs) / 1000;
    return { inpMs: seen.inpMs, longestMs: seen.longestMs, paintsPerSecond: seen.paints / seconds };
  };
}

export const frameToScreen: BenchRow = { name: "3", title: "frame to screen", run: runScreen };
export const busyPage: BenchRow = { name: "8", title: "a page that is used while it is streamed into", run: runBusy };
