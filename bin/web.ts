import { startProcess } from "#lib/start-process";

// Loaded from inside, so that the loading is part of the start.
await startProcess(async () => (await import("./web/run.ts")).runWeb());
