/** Preloaded into every child of the launcher: when the launcher is gone, whatever ended it, the child leaves as well. */
const FORCED_EXIT_MS = 10_000;

if (process.channel) {
  // Nobody reads what is written after the launcher's end; that must not disturb an orderly leave.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), FORCED_EXIT_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // After the listener, which would make the channel keep the process alive.
  process.channel.unref();
}
