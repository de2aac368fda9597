import { formatDuration } from "../format/duration.ts";
import { type Place, type RunContext, say } from "./run-context.ts";

/** Says by timer, not by frames, that a silent step is still running. */
export function startHeartbeat(run: RunContext, place: Place): { stop: () => void } {
  let lastSeq = run.recorder.view().seq;
  let quietSinceMs = performance.now();
  const timer = setInterval(() => {
    const { seq } = run.recorder.view();
    if (seq !== lastSeq) {
      lastSeq = seq;
      quietSinceMs = performance.now();
      return;
    }
    const message = `Still running, last frame ${formatDuration(performance.now() - quietSinceMs)} ago.`;
    say(run, place, { kind: "heartbeat", level: "debug", message })
      .then(() => {
        lastSeq = run.recorder.view().seq;
      })
      // The step itself meets the same failure and reports it.
      .catch(() => {});
  }, run.timings.heartbeatMs);
  return { stop: () => clearInterval(timer) };
}
