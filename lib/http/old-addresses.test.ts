import { describe, expect, it } from "vitest";
import { isOldAddress, pageOfOldAddress } from "./old-addresses.ts";

describe("addresses of the plugin's days", () => {
  it.each([
    ["/plugins/proxbox", "/"],
    ["/plugins/proxbox/", "/"],
    ["/api/plugins/proxbox/jobs/12/", "/jobs/12"],
    ["/plugins/proxbox/endpoints/fastapi/", "/endpoints/backends"],
    ["/plugins/proxbox/endpoints/proxmox/3", "/endpoints/proxmox/3"],
    ["/plugins/proxbox/sync/devices/", null],
    ["/api/plugins/proxbox/card-data/", null],
    ["/jobs/12", null],
  ])("%s leads a person to %s", (path, page) => expect(pageOfOldAddress(path)).toBe(page));

  it("are told from ours", () => {
    expect(isOldAddress("/plugins/proxbox/ws/")).toBe(true);
    expect(isOldAddress("/plugins/proxboxes")).toBe(false);
  });
});
