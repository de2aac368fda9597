import { afterEach, describe, expect, it } from "vitest";
import { backendOn, recordedReply } from "../testing/backend.ts";
import { failure, json, serve } from "../testing/http-server.ts";
import { guestStreamPath, type ObjectSync, previewGuest, syncObject } from "./objects.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function answering(body: unknown, status = 200) {
  const server = await serve((_request, response) => json(response, status, body));
  closers.push(server.close);
  return { ctx: backendOn(server.port), seen: server.seen, paths: () => server.seen.map(({ path }) => path) };
}

const vm = { node: "pve1", type: "qemu", vmid: 100 } as const;
const snapshot: ObjectSync = {
  kind: "snapshot",
  remoteId: 3,
  params: { cluster_name: "lab", ...vm, snapshot_name: "pre" },
};

describe("one object", () => {
  it("is synced, and what came along is told", async () => {
    const { ctx, paths } = await answering(recordedReply("individual-snapshot"));
    const synced = await syncObject(ctx, snapshot);
    expect(synced).toMatchObject({
      objectType: "snapshot",
      action: "updated",
      isDryRun: false,
      netbox: { name: "pre" },
    });
    expect(synced.dependencies).toEqual([
      { objectType: "vm", name: "100", action: "updated" },
      { objectType: "storage", name: "lvm", action: "updated" },
    ]);
    expect(paths()).toEqual([
      "/sync/individual/snapshot?cluster_name=lab&node=pve1&type=qemu&vmid=100&snapshot_name=pre&proxmox_endpoint_ids=3&dry_run=false",
    ]);
  });

  it("is previewed without a write", async () => {
    const { ctx, paths } = await answering(recordedReply("individual-vm"));
    const preview = await previewGuest(ctx, { remoteId: 3, clusterName: "lab", guest: vm });
    expect(preview).toMatchObject({
      action: "dry_run",
      isDryRun: true,
      proxmox: { vmid: 100 },
      netbox: { name: "web" },
    });
    expect(paths()[0]).toContain("dry_run=true");
  });

  it("that failed is an error, although the backend answers 200", async () => {
    const wrong = await answering(recordedReply("individual-wrong-cluster"));
    const error = await failure(syncObject(wrong.ctx, snapshot));
    expect(error).toMatchObject({ code: "backend_refused", details: { status: 200 } });
    expect(error.message).toBe("lab backend could not sync this snapshot: No Proxmox session found for cluster: nope.");
    const failed = { object_type: "replication", action: "error", error: "jobnum must be positive", dry_run: false };
    const { ctx } = await answering(failed);
    expect((await failure(syncObject(ctx, snapshot))).message).toContain("jobnum must be positive");
    const empty = await answering({});
    expect((await failure(syncObject(empty.ctx, snapshot))).message).toContain("it gave no reason");
  });

  it("is never synced by two requests for one call", async () => {
    const broken = await answering({ message: "Internal server error", detail: "An unexpected error occurred." }, 500);
    expect(await failure(syncObject(broken.ctx, snapshot))).toMatchObject({ code: "backend_failed" });
    const server = await serve((_request, response) => {
      response.socket?.destroy();
    });
    closers.push(server.close);
    const ctx = backendOn(server.port, { domain: "127.0.0.1", ipAddress: "127.0.0.2" });
    await failure(syncObject(ctx, snapshot));
    expect([broken.seen.length, server.seen.length]).toEqual([1, 1]);
  });
});

describe("the streams of one VM", () => {
  it("are named by its NetBox id", () => {
    expect(guestStreamPath(7)).toBe("virtualization/virtual-machines/7/create/stream");
    expect(guestStreamPath(7, "virtual-disks")).toBe("virtualization/virtual-machines/7/virtual-disks/create/stream");
    expect(guestStreamPath(7, "snapshots")).toBe("virtualization/virtual-machines/7/snapshots/create/stream");
  });
});
