import { startInSmallNursery } from "#lib/small-nursery";

// Loaded from inside, so that the loading is part of the start.
await startInSmallNursery(async () => (await import("./web/run.ts")).runWeb());
