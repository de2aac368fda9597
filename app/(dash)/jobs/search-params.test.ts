import { describe, expect, it } from "vitest";
import { isFiltered, jobsHref, readJobSearch, toJobQuery } from "./search-params.ts";

describe("the filters of the job list", () => {
  it("reads repeated values as alternatives and leaves out what it cannot read", () => {
    const search = readJobSearch({
      status: ["running", "nonsense"],
      outcome: "failed",
      offset: "-4",
      created_from: "x",
    });
    expect(search).toMatchObject({ status: [], outcome: ["failed"], offset: 0, created_from: undefined });
    expect(readJobSearch({ status: ["running", "pending"] }).status).toEqual(["running", "pending"]);
  });

  it("survives the way into a link and back", () => {
    const search = readJobSearch({ status: ["running", "errored"], q: "night & day", offset: "100", ordering: "name" });
    const query = new URL(jobsHref(search), "http://console").searchParams;
    const again = readJobSearch({
      status: query.getAll("status"),
      q: query.get("q") ?? undefined,
      offset: query.get("offset") ?? undefined,
      ordering: query.get("ordering") ?? undefined,
    });
    expect(again).toEqual(search);
  });

  it("includes the last day whole", () => {
    const query = toJobQuery(readJobSearch({ created_from: "2026-11-25", created_to: "2026-11-25" }), "UTC");
    expect(query.createdFrom?.toISOString()).toBe("2026-11-25T00:00:00.000Z");
    expect(query.createdTo?.toISOString()).toBe("2026-11-25T23:59:59.999Z");
  });

  it("reads times in the zone of the reader", () => {
    const search = readJobSearch({ created_from: "2026-07-01T08:30", created_to: "2026-07-01T08:45" });
    const query = toJobQuery(search, "Europe/Berlin");
    expect(query.createdFrom?.toISOString()).toBe("2026-07-01T06:30:00.000Z");
    expect(query.createdTo?.toISOString()).toBe("2026-07-01T06:45:59.999Z");
  });

  it("knows that order and page are no filters", () => {
    expect(isFiltered(readJobSearch({ ordering: "name", offset: "50" }))).toBe(false);
    expect(isFiltered(readJobSearch({ q: "lab" }))).toBe(true);
  });

  it("falls back to the newest first for an order it does not know", () => {
    expect(toJobQuery(readJobSearch({ ordering: "colour" }), "UTC")).toMatchObject({ order: "id", descending: true });
  });
});
