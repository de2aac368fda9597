import { describe, expect, it } from "vitest";
import type { PublicEndpoint } from "#lib/endpoints/schema";
import type { WireJob } from "#lib/jobs/wire";
import type { WireSchedule } from "#lib/schedules/wire";
import { homeVerdict } from "./home-verdict.ts";

const now = new Date("2026-11-25T12:00:00.000Z");
const job = (values: Partial<WireJob>) =>
  ({
    id: 1,
    status: "completed",
    outcome: "ok",
    completed_at: "2026-11-25T11:57:00.000Z",
    stages: [],
    params: { proxmox_endpoint_ids: [] },
    ...values,
  }) as unknown as WireJob; // safe because only these fields are read
const nightly = { name: "nightly", enabled: true, next_run_at: "2026-11-25T17:00:00.000Z" } as WireSchedule;
const well = {
  proxmox: [{ id: 1, name: "lab", enabled: true } as PublicEndpoint],
  jobs: [job({})],
  live: [],
  cards: [{ warnings: [{ code: "never_read", message: "Not read yet." }] }],
  schedules: [nightly],
  now,
};
const warning = (tone: "warn" | "bad") => ({ key: tone, tone, text: "", href: "", action: "" });

describe("the answer of the home page", () => {
  it("says that all is well, when the last sync ended and when the next one begins", () => {
    expect(homeVerdict(well, [])).toEqual({
      tone: "ok",
      word: "All is well",
      sentence: "Last sync ended 3 min ago. Next: nightly in 5 h.",
    });
    const later = { ...nightly, name: "weekly", next_run_at: "2026-11-29T17:00:00.000Z" };
    const paused = { ...nightly, name: "paused", enabled: false, next_run_at: null };
    expect(homeVerdict({ ...well, schedules: [later, paused, nightly] }, []).sentence).toContain("Next: nightly");
    expect(homeVerdict({ ...well, schedules: [] }, []).sentence).toContain("No sync is scheduled.");
  });

  it("counts problems before all else, then what else to look at, then what runs", () => {
    const live = [job({ status: "running", completed_at: null })];
    const words = [[warning("warn"), warning("bad")], [warning("warn")], []].map(
      (warnings) => homeVerdict({ ...well, live }, warnings).word,
    );
    expect(words).toEqual(["1 problem", "1 thing to look at", "1 sync running"]);
  });

  it("does not call well what ended with warnings, and names it", () => {
    expect(homeVerdict({ ...well, jobs: [job({ outcome: "warnings" })] }, [])).toMatchObject({
      tone: "warn",
      sentence: expect.stringMatching(/^The last sync of lab left something out\./),
    });
  });

  it("repeats what a card warns of when there is nothing worse", () => {
    const offline = ["pve1", "pve2"].map((node) => ({ code: "node_offline", message: `Node ${node} is offline` }));
    const said = homeVerdict({ ...well, cards: [{ warnings: offline }] }, []);
    expect(said).toMatchObject({
      tone: "warn",
      word: "2 warnings",
      sentence: expect.stringMatching(/^Node pve1 is offline, and 1 more[.] Last sync/),
    });
  });

  it("says that nothing was synced yet", () => {
    expect(homeVerdict({ ...well, jobs: [] }, [])).toMatchObject({ tone: "idle", word: "Nothing synced yet" });
  });
});
