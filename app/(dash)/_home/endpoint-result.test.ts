import { describe, expect, it } from "vitest";
import type { WireJob } from "#lib/jobs/wire";
import { endpointResult } from "./endpoint-result.ts";

type Stage = { id: number | null; status: string; optional?: boolean; counts?: Record<string, number> };

const job = (outcome: WireJob["outcome"], stages: Stage[]) =>
  ({
    outcome,
    stages: stages.map(({ id, optional = false, counts = {}, status }) => ({
      proxmox_endpoint_id: id,
      status,
      optional,
      counts,
    })),
  }) as unknown as WireJob; // safe because only these fields are read

describe("the result of a job for one endpoint", () => {
  it("leaves the failure of another endpoint with that one", () => {
    const both = job("failed", [
      { id: 1, status: "failed" },
      { id: 2, status: "completed", counts: { created: 3 } },
    ]);
    expect(endpointResult(both, 1).outcome).toBe("failed");
    expect(endpointResult(both, 2)).toMatchObject({ outcome: "ok", counts: { created: 3 } });
  });

  it("takes a failed optional stage and failed objects for warnings", () => {
    const mild = job("warnings", [
      { id: 1, status: "failed", optional: true },
      { id: 2, status: "completed", counts: { failed: 1 } },
    ]);
    expect([endpointResult(mild, 1).outcome, endpointResult(mild, 2).outcome]).toEqual(["warnings", "warnings"]);
  });

  it("is the job's own where the endpoint was never reached", () => {
    const blocked = job("failed", [
      { id: null, status: "failed" },
      { id: 1, status: "pending" },
    ]);
    expect(endpointResult(blocked, 1).outcome).toBe("failed");
    expect(endpointResult(job("cancelled", [{ id: 1, status: "failed" }]), 1).outcome).toBe("cancelled");
  });
});
