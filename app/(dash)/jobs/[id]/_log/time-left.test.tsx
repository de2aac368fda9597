import { expect, it } from "vitest";
import { emptyJobView } from "#lib/frames/fold";
import type { WireStage } from "#lib/jobs/wire";
import { timeLeftFigure, timeLeftWords } from "./time-left.tsx";

const NOW_MS = Date.parse("2026-11-25T12:00:00Z");

/** A stage that is still to run, and takes 40 s where it ran before. */
const stage = (isKnown: boolean): WireStage => ({
  ...{ sync_type: "devices", proxmox_endpoint_id: 1, stream_path: "p", status: "pending", optional: false },
  ...{ http_status: null, attempts: 1, started_at: null, completed_at: null, runtime_seconds: null, counts: {} },
  ...{ reason: null, error: null, error_code: null, suggestion: null },
  usual: isKnown
    ? { runs: 5, median_seconds: 40, p95_seconds: 45, objects: 0, base_seconds: 40, seconds_per_object: 0 }
    : null,
});

const job = { status: "running" as const, cancel_requested_at: null, waiting_reason: null, progress: null };
const words = (values: Partial<Parameters<typeof timeLeftWords>[0]>) =>
  timeLeftWords({ ...job, stages: [stage(true)], ...values }, emptyJobView(), NOW_MS);

it("a running job says about how long it still takes, and that this is not known of a first run", () => {
  expect(words({})).toBe("about 40 s left");
  expect(words({ stages: [stage(true), stage(false)] })).toBe("time left not known yet");
  expect(timeLeftFigure({ ...job, stages: [stage(false)] }, emptyJobView(), NOW_MS)).toBe("not known yet");
});

it("a job that waits, ends or is being stopped foretells nothing", () => {
  expect(words({ status: "pending" })).toBeNull();
  expect(words({ status: "completed" })).toBeNull();
  expect(words({ waiting_reason: "The backend does not answer." })).toBeNull();
  expect(words({ cancel_requested_at: "2026-11-25T12:00:00Z" })).toBeNull();
});
