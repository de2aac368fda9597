import { afterEach, describe, expect, it } from "vitest";
import { backendOn, recordedReply } from "../testing/backend.ts";
import { failure, json, serve } from "../testing/http-server.ts";
import { readClusterResources, readClusterStatus, readStorageDefinitions } from "./clusters.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function answering(body: unknown, status = 200) {
  const server = await serve((_request, response) => json(response, status, body));
  closers.push(server.close);
  return { ctx: backendOn(server.port), paths: () => server.seen.map(({ method, path }) => `${method} ${path}`) };
}

describe("the clusters of an endpoint", () => {
  it("are asked for one endpoint at a time, and tell their nodes", async () => {
    const { ctx, paths } = await answering(recordedReply("cluster-status"));
    const [cluster] = await readClusterStatus(ctx, 3);
    expect(cluster).toMatchObject({ name: "lab", mode: "cluster", version: 3, quorate: true });
    expect(cluster?.node_list).toMatchObject([
      { name: "pve1", ip: "10.0.0.1", nodeid: 1, online: true },
      { name: "pve2", ip: "10.0.0.2", nodeid: 2, online: true },
    ]);
    expect(paths()).toEqual(["GET /proxmox/cluster/status?proxmox_endpoint_ids=3"]);
  });

  it("are read from older releases and restricted sessions too", async () => {
    const { ctx } = await answering([
      { id: "cluster/pve9", name: "pve9", type: "cluster", nodes: 1, quorate: 1, version: 0, mode: "standalone" },
      { name: "10.0.0.7", mode: "restricted", quorate: null, node_list: [] },
    ]);
    expect(await readClusterStatus(ctx, 1)).toMatchObject([
      { name: "pve9", quorate: true, node_list: [] },
      { name: "10.0.0.7", quorate: null, node_list: [] },
    ]);
  });

  it("that cannot be read fail with the reason of Proxmox", async () => {
    const detail = { reason: "proxmox_session_acquisition_failed", error_type: "ProxboxException" };
    const { ctx } = await answering({ message: "Could not return Proxmox Sessions", detail }, 502);
    const error = await failure(readClusterStatus(ctx, 1));
    expect(error).toMatchObject({ code: "backend_failed", details: { status: 502 } });
    expect(error.message).toContain("Proxmox could not be reached or refused the session");
  });
});

describe("the resources of an endpoint", () => {
  it("are nodes, guests and storages by session, unknown values null", async () => {
    const { ctx, paths } = await answering(recordedReply("cluster-resources"));
    const [lab] = await readClusterResources(ctx, 3);
    expect(lab?.session).toBe("lab");
    expect(lab?.rows.map(({ id }) => id)).toEqual(["node/pve1", "storage/pve1/lvm", "qemu/100", "lxc/200"]);
    expect(lab?.rows[1]).toMatchObject({
      type: "storage",
      storage: "lvm",
      shared: false,
      maxdisk: 107374182400,
      vmid: null,
    });
    expect(lab?.rows[2]).toMatchObject({
      ...{ type: "qemu", vmid: 100, name: "web", node: "pve1", status: "running" },
      ...{ cpu: 0.03, maxcpu: 2, uptime: 86_400, template: false, tags: null, netin: 3 },
    });
    expect(paths()).toEqual(["GET /proxmox/cluster/resources?proxmox_endpoint_ids=3"]);
  });

  it("keep every readable row when some are not, and every readable value of a row", async () => {
    const { ctx } = await answering([
      {
        lab: [
          { id: "qemu/1", type: "qemu", vmid: "1", template: 1, cpu: { odd: true }, name: 5 },
          { type: "qemu" },
          null,
          "x",
        ],
      },
      { other: [] },
    ]);
    const found = await readClusterResources(ctx, 1);
    expect(found).toMatchObject([
      { session: "lab", rows: [{ id: "qemu/1", vmid: 1, template: true, cpu: null, name: "5", status: null }] },
      { session: "other", rows: [] },
    ]);
  });

  it("may be none", async () => {
    const { ctx } = await answering([]);
    expect(await readClusterResources(ctx, 99)).toEqual([]);
  });

  it("of another shape are refused as such", async () => {
    const { ctx } = await answering({ lab: [] });
    expect(await failure(readClusterResources(ctx, 1))).toMatchObject({ code: "backend_protocol" });
  });
});

describe("the storage definitions of an endpoint", () => {
  it("tell type, content and place", async () => {
    const { ctx, paths } = await answering(recordedReply("storage"));
    const [lab] = await readStorageDefinitions(ctx, 3);
    expect(lab).toMatchObject({
      session: "lab",
      rows: [
        { storage: "local", type: "dir", content: "backup,iso", path: "/var/lib/vz", shared: false, nodes: null },
        { storage: "lvm", type: "lvmthin", content: "images,rootdir", path: null, shared: null },
      ],
    });
    expect(paths()).toEqual(["GET /proxmox/storage?proxmox_endpoint_ids=3"]);
  });
});
