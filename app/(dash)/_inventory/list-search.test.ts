import { describe, expect, it } from "vitest";
import { VmListParams } from "#lib/vms/schema";
import { csvHref, isFiltered, listHref, readListSearch, sortBy } from "./list-search.ts";

const read = (params: Record<string, string | string[]>) => readListSearch("/vms", VmListParams, params);

describe("the address of a list", () => {
  it("keeps what it can read and leaves out the rest", () => {
    const search = read({ q: "web", status: ["running", ""], ordering: "colour", template: "perhaps", utm: "1" });
    expect(search.raw).toEqual({ q: "web", status: ["running"] });
    expect(search.query).toMatchObject({ q: "web", status: ["running"], ordering: "name", limit: 50 });
  });

  it("changes one filter and keeps the others", () => {
    const search = read({ q: "web", status: "running", offset: "50" });
    expect(listHref(search, { offset: "0" })).toBe("/vms?q=web&status=running");
    expect(listHref(search, { q: undefined, status: undefined, offset: undefined })).toBe("/vms");
    expect(isFiltered(search)).toBe(true);
    expect(isFiltered(read({ offset: "50" }))).toBe(false);
  });

  it("keeps the chosen columns on every link, and leaves them and the page out of the file", () => {
    const search = read({ q: "web", offset: "50", columns: "vmid.node", format: "csv" });
    expect(listHref(search, { offset: "100" })).toBe("/vms?q=web&offset=100&columns=vmid.node");
    expect(csvHref(search)).toBe("/api/vms?q=web&format=csv");
    expect(isFiltered(read({ columns: "vmid.node" }))).toBe(false);
  });

  it("turns the order round at the second click", () => {
    expect(sortBy(read({}), "name")).toEqual({ direction: "ascending", href: "/vms?ordering=-name" });
    expect(sortBy(read({ ordering: "-name" }), "name")).toEqual({
      direction: "descending",
      href: "/vms?ordering=name",
    });
    expect(sortBy(read({}), "vmid").direction).toBe("none");
  });
});
