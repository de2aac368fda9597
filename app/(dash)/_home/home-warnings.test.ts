import { describe, expect, it } from "vitest";
import type { PublicEndpoint } from "#lib/endpoints/schema";
import type { WireJob } from "#lib/jobs/wire";
import type { WireCheck } from "#lib/status/schema";
import { homeWarnings } from "./home-warnings.ts";

const endpoint = (id: number, enabled = true) => ({ id, name: `pve-${id}`, enabled }) as PublicEndpoint;
const job = (id: number, outcome: WireJob["outcome"], endpoints: number[] = []) =>
  ({
    id,
    outcome,
    completed_at: "2026-11-25T12:00:00.000Z",
    stages: [],
    params: { proxmox_endpoint_ids: endpoints },
    error: "Login refused",
    suggestion: null,
    display_url: `/jobs/${id}`,
  }) as unknown as WireJob; // safe because only these fields are read
const well = {
  proxmox: [endpoint(1), endpoint(2)],
  netbox: [endpoint(1)],
  backends: [endpoint(1)],
  jobs: [job(9, "ok")],
  checks: [],
  workerCount: 1,
  noWorker: null,
  now: new Date("2026-11-25T12:01:00.000Z"),
};

describe("the warnings of the home page", () => {
  it("says nothing when all is well", () => {
    expect(homeWarnings(well)).toEqual([]);
  });

  it("asks to choose when several backends are enabled and none is the default", () => {
    const backends = [endpoint(1), endpoint(2)];
    expect(homeWarnings({ ...well, backends }).map((warning) => [warning.key, warning.href])).toEqual([
      ["default-backends", "/endpoints/backends"],
    ]);
    const chosen = [endpoint(1), { ...endpoint(2), is_default: true }];
    expect(homeWarnings({ ...well, backends: chosen })).toEqual([]);
    expect(homeWarnings({ ...well, backends: [endpoint(1), endpoint(2, false)] })).toEqual([]);
  });

  it("puts a missing worker first", () => {
    const [first] = homeWarnings({ ...well, backends: [], workerCount: 0 });
    expect(first?.key).toBe("worker");
  });

  it("says for how long a job has waited for a worker, and the command that starts one", () => {
    const noWorker = { jobId: 12, waitingSince: new Date("2026-11-25T12:00:18.000Z"), command: "npm run start:worker" };
    expect(homeWarnings({ ...well, workerCount: 0, noWorker }).map((warning) => warning.text)).toEqual([
      "Job 12 has waited 42.0 s and no worker runs. Start one with: npm run start:worker",
    ]);
  });

  it("names each endpoint whose last sync failed, and only the last one counts", () => {
    const jobs = [job(12, "ok", [1]), job(11, "failed"), job(10, "ok")];
    expect(homeWarnings({ ...well, jobs }).map((warning) => warning.text)).toEqual([
      "The last sync of pve-2 failed: Login refused",
    ]);
  });

  it("repeats what a check found, and of a Proxmox endpoint that instead of how its last sync failed", () => {
    const checks = (["netbox", "proxmox"] as const).map(
      (service) => ({ service, endpoint_id: 1, status: "error", detail: "The token is refused." }) as WireCheck,
    );
    expect(homeWarnings({ ...well, checks, jobs: [job(9, "failed", [1])] })).toMatchObject([
      { text: "pve-1: The token is refused. Last synced 1 min ago.", href: "/endpoints/proxmox/1" },
      { text: "pve-1: The token is refused.", href: "/endpoints/netbox/1" },
    ]);
  });

  it("leads to the form when there is no endpoint of a kind, and to the list when all are disabled", () => {
    const found = homeWarnings({ ...well, netbox: [], proxmox: [endpoint(1, false)] });
    expect(found.map((warning) => warning.href)).toEqual(["/endpoints/netbox/new", "/endpoints/proxmox"]);
  });
});
