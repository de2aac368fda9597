import { endRunningChildren } from "./run-child.mjs";

/** One Ctrl-C arrives twice: from the terminal, and from npm above us. */
const ECHO_MS = 1_000;
const STOP_MS = 9_500;
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"];

class Stopped extends Error {
  name = "Stopped";
}

/**
 * Turns the first signal, or the end of the process above us, into an orderly stop. What is started registers itself
 * with `onStop`; all of it is stopped in `stopAll`, the last one first. A second Ctrl-C leaves at once.
 */
export function onStopSignal(say) {
  const stops = [];
  let stopped;
  let requested = false;
  let requestedAt = 0;
  const promise = new Promise((resolve) => {
    stopped = resolve;
  });
  const request = (signal) => {
    if (requested && signal === "SIGINT" && performance.now() - requestedAt > ECHO_MS) process.exit(130);
    if (requested) return;
    requested = true;
    requestedAt = performance.now();
    say(`stopping (${signal})`);
    endRunningChildren();
    stopped();
  };
  const lost = () => request("the process above ended");
  const resume = () => {
    for (const signal of SIGNALS) process.on(signal, request);
    process.once("disconnect", lost);
    process.channel?.unref();
  };
  resume();
  return {
    /** Resolves when somebody asked us to stop. */
    requested: promise,
    isRequested: () => requested,
    throwIfStopped: () => {
      if (requested) throw new Stopped();
    },
    pause: () => {
      for (const signal of SIGNALS) process.off(signal, request);
      process.off("disconnect", lost);
    },
    resume,
    onStop: (stop) => stops.push(stop),
    /** Each stop is told how many milliseconds are left of the time that all of them have together. */
    async stopAll() {
      const endsAt = performance.now() + STOP_MS;
      for (const stop of stops.splice(0).reverse()) {
        await Promise.resolve(stop(Math.max(1_000, endsAt - performance.now()))).catch((error) => say(error.message));
      }
    },
  };
}
