import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { singleton } from "../singleton.ts";

/** What one process counts of itself, from its start on. */
function make() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "proxbox_process_" });
  return {
    registry,
    frames: new Counter({ name: "proxbox_frames_written_total", help: "Frames this process stored.", registers }),
    requests: new Counter({
      name: "proxbox_http_requests_total",
      help: "Requests answered, by route.",
      labelNames: ["method", "route", "status"],
      registers,
    }),
    seconds: new Histogram({
      name: "proxbox_http_request_seconds",
      help: "Time until an answer was complete, by route.",
      labelNames: ["method", "route"],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
      registers,
    }),
    lag: new Histogram({
      name: "proxbox_stream_lag_seconds",
      help: "From a frame's arrival at a worker until a viewer who follows is sent it, by the clocks of both.",
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
  };
}

const own = () => singleton("metrics.process", make);

/** Everything this process counts, as Prometheus text. */
export const processMetrics = (): Promise<string> => own().registry.metrics();

export const countFrames = (count: number): void => own().frames.inc(count);

/** A viewer who follows is sent what arrived at a worker at this time. */
export const countLag = (at: Date): void => own().lag.observe(Math.max(0, Date.now() - at.getTime()) / 1000);

/** `route` is a path of our document, never what a client wrote: labels must stay few. */
export function countRequest(request: { method: string; route: string; status: number; seconds: number }): void {
  const { method, route, status, seconds } = request;
  own().requests.inc({ method, route, status });
  own().seconds.observe({ method, route }, seconds);
}
