import { describe, expect, it } from "vitest";
import { isFollowed, logHref, readLogSearch } from "./log-search.ts";

describe("the filters of the backend log", () => {
  it("take the ISO times of a job's link and the wall clock times of the form alike", () => {
    const { since, until } = readLogSearch({ since: "2026-11-25T10:00:00.000Z", until: "2026-11-25T10:30:05" });
    expect({ since, until }).toEqual({ since: "2026-11-25T10:00:00.000Z", until: "2026-11-25T10:30:05.999Z" });
  });

  it("are no filter when they are nonsense", () => {
    const search = readLogSearch({ level: "LOUD", since: "yesterday", older_than_id: "-1", q: ["a", "b"] });
    expect(search).toMatchObject({ level: "", since: "", olderThanId: null, q: "a" });
  });

  it("are the address, which reads back to the same", () => {
    const search = readLogSearch({ level: "ERROR", errors_only: "true", q: "no route", since: "2026-11-25T10:00" });
    const query = new URL(logHref(3, search), "http://console").searchParams;
    expect(readLogSearch(Object.fromEntries(query))).toEqual(search);
    expect(query.get("backend")).toBe("3");
  });

  it("stop the live lines when they end in the past", () => {
    const search = readLogSearch({});
    expect(isFollowed(search)).toBe(true);
    expect(isFollowed({ ...search, until: "2026-11-25T10:00:00.000Z" })).toBe(false);
    expect(isFollowed({ ...search, olderThanId: 12 })).toBe(false);
  });
});
