import { request } from "node:https";
import { afterEach, describe, expect, it } from "vitest";
import { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.ts";

let open: Simulator[] = [];

afterEach(async () => {
  await Promise.all(open.map((sim) => sim.close()));
  open = [];
});

async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const sim = await startSimulator(options);
  open.push(sim);
  return sim;
}

type Ask = { method?: string; body?: unknown; key?: string | null; signal?: AbortSignal };

async function ask(sim: Simulator, path: string, { method = "GET", body, key = sim.apiKey, signal }: Ask = {}) {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (key !== null) headers["x-proxbox-api-key"] = key;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await fetch(sim.url + path, { method, headers, body: text, redirect: "manual", signal });
  const raw = await answer.text();
  const isJson = answer.headers.get("content-type") === "application/json";
  return { status: answer.status, headers: answer.headers, raw, body: isJson ? JSON.parse(raw) : undefined };
}

const endpoint = (sim: Simulator, values: object = {}) => {
  const { host, port, username, password } = sim.pve[0] ?? expect.fail("no cluster");
  return { name: "lab", ip_address: host, port, username, password, verify_ssl: false, ...values };
};
const netbox = (sim: Simulator) => ({
  name: "nb",
  ip_address: "127.0.0.1",
  port: sim.netboxPort,
  token: sim.netboxToken,
  verify_ssl: false,
});
const DEVICES = "/dcim/devices/create/stream";

describe("keys of the simulated backend", () => {
  it("are registered once, with 32 to 72 bytes", async () => {
    const sim = await start({ apiKey: null });
    expect((await ask(sim, "/version", { key: "x".repeat(40) })).body.detail).toMatch(/^No API key configured/);
    const register = (api_key: string) =>
      ask(sim, "/auth/register-key", { method: "POST", body: { api_key }, key: null });
    expect((await register("short")).status).toBe(400);
    expect((await register("x".repeat(73))).status).toBe(500);
    expect((await register("x".repeat(72))).status).toBe(201);
    expect((await register("y".repeat(40))).status).toBe(409);
    expect((await ask(sim, "/auth/bootstrap-status", { key: null })).body).toEqual({
      needs_bootstrap: false,
      has_db_keys: true,
    });
    expect((await ask(sim, "/version", { key: "x".repeat(72) })).status).toBe(200);
  });

  it("lock out the wrong key only, and the source after 50 failures, in the newer release", async () => {
    const sim = await start();
    const wrong = () => ask(sim, "/version", { key: "wrong".repeat(10) });
    const texts = [];
    for (let at = 0; at < 5; at += 1) texts.push((await wrong()).body.detail);
    expect(texts[0]).toBe("Invalid API key. 4 attempts remaining.");
    expect(texts[4]).toBe("Invalid API key.");
    const locked = await wrong();
    expect([locked.status, locked.headers.get("retry-after")]).toEqual([429, "300"]);
    expect((await ask(sim, "/version")).status).toBe(200);
    for (let at = 0; at < 45; at += 1) await ask(sim, "/version", { key: null });
    expect((await ask(sim, "/version")).status).toBe(429);
    sim.control.advance(300_000);
    expect((await ask(sim, "/version")).status).toBe(200);
  });

  it("lock out the whole source after 5 failures in the older release, until a success clears it", async () => {
    const sim = await start({ version: "0.0.19.post5" });
    for (let at = 0; at < 4; at += 1) await ask(sim, "/version", { key: null });
    expect((await ask(sim, "/version")).status).toBe(200);
    for (let at = 0; at < 5; at += 1) await ask(sim, "/version", { key: null });
    expect((await ask(sim, "/version")).status).toBe(429);
  });

  it("are judged before the path, and retiring the last one is refused", async () => {
    const sim = await start();
    expect((await ask(sim, "/nope", { key: null })).status).toBe(401);
    expect((await ask(sim, "/nope")).body).toEqual({ detail: "Not Found" });
    expect((await ask(sim, "/version", { method: "POST" })).headers.get("allow")).toBe("GET");
    expect((await ask(sim, "/auth/keys/1", { method: "DELETE" })).body.detail.code).toBe(
      "last_active_api_key_required",
    );
    const created = await ask(sim, "/auth/keys", { method: "POST" });
    expect((await ask(sim, "/version", { key: created.body.raw_key })).status).toBe(200);
    expect((await ask(sim, "/auth/keys/1", { method: "DELETE" })).status).toBe(204);
  });
});

describe("endpoints of the simulated backend", () => {
  it("refuse what the backend refuses", async () => {
    const sim = await start();
    const post = (values: object) => ask(sim, "/proxmox/endpoints", { method: "POST", body: endpoint(sim, values) });
    expect((await post({})).status).toBe(200);
    expect((await post({})).body.detail).toBe("Proxmox endpoint name already exists");
    expect((await post({ name: "b", password: null })).body.detail).toBe(
      "Provide password or both token_name/token_value",
    );
    expect((await post({ name: "b", token_name: "x" })).body.detail).toMatch(/must be provided together/);
    expect((await post({ name: "b", port: undefined })).body.detail[0].loc).toEqual(["body"]);
    expect((await ask(sim, "/proxmox/endpoints/1", { method: "PUT", body: { port: null } })).status).toBe(500);
    expect((await ask(sim, "/proxmox/endpoints/1", { method: "PATCH" })).status).toBe(405);
    const slash = await ask(sim, "/proxmox/endpoints/");
    expect([slash.status, slash.headers.get("location")]).toEqual([307, `${sim.url}/proxmox/endpoints`]);
  });

  it("name the field of a bad request in the older release only", async () => {
    const sim = await start({ version: "0.0.19.post5" });
    const answer = await ask(sim, "/proxmox/endpoints", { method: "POST", body: { name: "a" } });
    expect(answer.body.detail[0].loc).toEqual(["body", "ip_address"]);
  });

  it("keep one NetBox; the older release spoils its token on an update without it", async () => {
    for (const [version, status] of [
      ["0.0.30.post2", 200],
      ["0.0.19.post5", 400],
    ] as const) {
      const sim = await start({ version });
      expect((await ask(sim, DEVICES)).body.message).toBe("No NetBox endpoint found");
      await ask(sim, "/netbox/endpoint", { method: "POST", body: netbox(sim) });
      expect((await ask(sim, "/netbox/endpoint", { method: "POST", body: netbox(sim) })).status).toBe(400);
      expect((await ask(sim, DEVICES)).status).toBe(200);
      await ask(sim, "/netbox/endpoint/1", { method: "PUT", body: { name: "renamed" } });
      expect((await ask(sim, DEVICES)).status).toBe(status);
    }
  });

  it("fail the whole request when one is wrong, with the status of Proxmox", async () => {
    const sim = await start({ configured: true });
    await ask(sim, "/proxmox/endpoints", { method: "POST", body: endpoint(sim, { name: "bad", password: "no" }) });
    const answer = await ask(sim, "/proxmox/cluster/status");
    expect([answer.status, answer.body.detail.upstream_status]).toEqual([401, 401]);
    expect((await ask(sim, "/proxmox/cluster/status?proxmox_endpoint_ids=1")).body[0].db_endpoint_id).toBe(1);
    expect((await ask(sim, "/proxmox/cluster/status?proxmox_endpoint_ids=99")).body).toEqual([]);
    expect((await ask(sim, "/proxmox/cluster/status?proxmox_endpoint_ids=abc")).status).toBe(400);
  });
});

describe("syncs of the simulated backend", () => {
  it("fill NetBox, and change little the second time", async () => {
    const sim = await start({ configured: true, evolves: true, clusters: [{ name: "lab", nodes: 3, guests: 20 }] });
    await ask(sim, "/full-update/stream");
    expect(sim.netbox.list("dcim/devices")).toHaveLength(3);
    expect(sim.netbox.list("virtualization/virtual-machines")).toHaveLength(20);
    const second = await ask(sim, "/full-update/stream");
    expect(second.raw).toContain('"virtual_disks": {"count": 21, "created": 1, "updated": 1, "skipped": 19}');
  });

  it("need the plugin's endpoint row", async () => {
    const sim = await start({ configured: true, pluginEndpoints: false });
    const answer = await ask(sim, "/full-update/stream");
    expect(answer.raw).toMatch(
      /event: complete\ndata: {"ok": false, "message": "Error during device sync dependency phases: Cannot resolve one exact NetBox ProxmoxEndpoint/,
    );
  });

  it("hide or show what NetBox refuses as the backend does", async () => {
    const sim = await start({ configured: true });
    await ask(sim, "/full-update/stream");
    sim.control.failNetbox("virtualization/virtual-disks");
    const hidden = await ask(sim, "/full-update/stream");
    expect(hidden.raw).toContain('"disks": "NetBox REST request failed | boom"');
    expect(hidden.raw).toContain('"message": "Full update sync completed."');
    sim.control.failNetbox("plugins/proxbox/task-history");
    expect((await ask(sim, "/full-update/stream")).raw).toContain(
      '"ok": false, "message": "NetBox REST request failed"',
    );
  });

  it("leave out a VM that nobody owns, and die of it in a full update", async () => {
    const sim = await start({ configured: true });
    await ask(sim, "/full-update/stream");
    sim.control.disownVm(2);
    const disks = await ask(sim, "/virtualization/virtual-machines/virtual-disks/create/stream");
    expect(disks.raw).toMatch(/"result": {"count": 3, .*"degraded": true, "warnings": \[{"netbox_vm_id": 2/);
    // The VM stage would give it back to its owner.
    sim.control.failNetbox("plugins/proxbox/sync-state/virtual-machines");
    expect((await ask(sim, "/full-update/stream")).raw).toMatch(/sidecar id\(s\): 2\./);
  });

  it("stop at once when the client leaves a stage, and stay listed when a full update is left", async () => {
    const sim = await start({ configured: true });
    const stage = sim.control.hold(DEVICES, 3);
    const leaving = new AbortController();
    const left = ask(sim, DEVICES, { signal: leaving.signal }).catch(() => "left");
    await stage.reached;
    leaving.abort();
    expect(await left).toBe("left");
    expect(await sim.control.whenClosed(DEVICES)).toMatchObject({ aborted: true, frames: 3 });
    sim.control.leaveStaleRuns();
    const full = sim.control.hold("/full-update/stream", 5);
    const again = new AbortController();
    const gone = ask(sim, "/full-update/stream", { signal: again.signal }).catch(() => "left");
    await full.reached;
    expect((await ask(sim, "/sync/active")).body.active).toBe(true);
    again.abort();
    expect(await gone).toBe("left");
    await sim.control.whenClosed("/full-update/stream");
    expect((await ask(sim, "/sync/active")).body.runs).toHaveLength(1);
  });
});

describe("reads of the simulated backend", () => {
  it("show the same guest in the inventory, its config, the proxy and NetBox", async () => {
    const sim = await start({ configured: true });
    await ask(sim, "/full-update/stream");
    const rows = (await ask(sim, "/proxmox/cluster/resources?type=vm")).body[0].lab;
    const { node, type, vmid, name } = rows[0];
    expect((await ask(sim, `/proxmox/${node}/${type}/${vmid}/config`)).body.name).toBe(name);
    expect((await ask(sim, `/proxmox/api2/nodes/${node}/${type}/${vmid}/status/current`)).body.name).toBe(name);
    expect((await ask(sim, "/virtualization/virtual-machines/1")).body.name).toBe(name);
    expect((await ask(sim, "/proxmox/api2/nodes", { method: "POST" })).status).toBe(403);
    expect((await ask(sim, "/proxmox/nodes")).status).toBe(500);
  });

  it("sync one object, or only tell what would be written", async () => {
    const sim = await start({ configured: true });
    const place = "cluster_name=lab&node=pve1&type=qemu&vmid=100";
    const dry = await ask(sim, `/sync/individual/vm?${place}&dry_run=true`);
    expect([dry.body.action, dry.body.netbox_object]).toEqual(["dry_run", null]);
    expect((await ask(sim, `/sync/individual/vm?${place}`)).body.action).toBe("created");
    expect((await ask(sim, `/sync/individual/vm?${place}`)).body.action).toBe("updated");
    expect(sim.netbox.list("virtualization/virtual-machines")).toHaveLength(1);
    expect((await ask(sim, `/sync/individual/vm?${place.replace("lab", "x")}`)).body.error).toMatch(
      /No Proxmox session/,
    );
    expect((await ask(sim, "/sync/individual/node?cluster_name=lab&node_name=pve1")).status).toBe(500);
  });

  it("page the log newest first and describe every route", async () => {
    const sim = await start({ configured: true });
    await ask(sim, DEVICES);
    const { logs, total } = (await ask(sim, "/admin/logs?limit=1")).body;
    expect([logs.length, total > 0, logs[0].module]).toEqual([1, true, expect.stringContaining("\u001b[90m")]);
    const { paths } = (await ask(sim, "/openapi.json", { key: null })).body;
    expect(Object.keys(paths)).toContain("/virtualization/virtual-machines/orphans/sweep/stream");
  });
});

describe("faults", () => {
  it("fail, redirect, answer HTML or refuse a key as often as told", async () => {
    const sim = await start();
    sim.control.fail("/version", 503, 2);
    sim.control.unauthorizedOnce("/version");
    sim.control.html("/version");
    sim.control.redirect("/version", "http://elsewhere.test/");
    const statuses = [];
    for (let at = 0; at < 6; at += 1) statuses.push((await ask(sim, "/version")).status);
    expect(statuses).toEqual([503, 503, 401, 200, 307, 200]);
  });

  it("bend streams: cut, ended early, in single bytes, with CRLF and BOM, as recorded", async () => {
    const sim = await start({ configured: true });
    sim.control.cutAfter(DEVICES, 2);
    await expect(ask(sim, DEVICES)).rejects.toThrow();
    sim.control.endAfter(DEVICES, 2);
    expect((await ask(sim, DEVICES)).raw.match(/^event:/gm)).toHaveLength(2);
    sim.control.shape(DEVICES, { chunkBytes: 1, crlf: true, bom: true, endAfter: 1 });
    expect((await ask(sim, DEVICES)).raw).toMatch(/^event: step\r\ndata: .*\r\n\r\n$/);
    sim.control.replay(DEVICES, "devices.fails");
    expect((await ask(sim, DEVICES)).raw).toMatch(/"message": "devices sync failed\."/);
    sim.control.replay(DEVICES, "full-update.cut-by-backend-kill");
    await expect(ask(sim, DEVICES)).rejects.toThrow();
    sim.control.flood(DEVICES, 500, 50);
    expect((await ask(sim, DEVICES)).raw.match(/^event:/gm)).toHaveLength(501);
  });

  it("write keep-alives in silence", async () => {
    const sim = await start({ configured: true, keepaliveMs: 5 });
    const hold = sim.control.hold(DEVICES, 1);
    const answer = await fetch(sim.url + DEVICES, { headers: { "x-proxbox-api-key": sim.apiKey ?? "" } });
    let text = "";
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk);
      if (text.includes(": keepalive\n\n")) hold.release();
    }
    expect(text).toMatch(/event: complete/);
  });

  it("are told from another process over HTTP, and a restart keeps the port", async () => {
    const sim = await start();
    const order = (call: string, ...args: unknown[]) =>
      ask(sim, "/__control", { method: "POST", body: { call, args } });
    expect((await order("explode")).status).toBe(422);
    await order("fail", "/health", 503);
    expect((await ask(sim, "/health")).status).toBe(503);
    await sim.control.restart(0);
    expect((await ask(sim, "/health")).status).toBe(200);
  });
});

describe("the simulated Proxmox", () => {
  it("speaks TLS with a certificate nobody signed, and knows its secrets", async () => {
    const sim = await start();
    const { port, tokenId, tokenValue } = sim.pve[0] ?? expect.fail("no cluster");
    const status = (authorization?: string) =>
      new Promise((resolve, reject) => {
        const headers = authorization ? { authorization } : {};
        const options = {
          host: "127.0.0.1",
          port,
          path: "/api2/json/version",
          headers,
          rejectUnauthorized: false,
          agent: false,
        };
        request(options, (answer) => resolve(answer.resume().statusCode))
          .on("error", reject)
          .end();
      });
    expect(await status()).toBe(401);
    expect(await status("PVEAPIToken=root@pam!console=wrong")).toBe(401);
    expect(await status(`PVEAPIToken=${tokenId}=${tokenValue}`)).toBe(200);
  });
});

describe("the simulated NetBox", () => {
  it("asks for a token, pages, and refuses writes when told", async () => {
    const sim = await start({ configured: true });
    await ask(sim, "/full-update/stream");
    const get = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(sim.netboxUrl + path, {
        headers: { authorization: `Token ${sim.netboxToken}` },
        ...init,
      });
      return { status: answer.status, body: await answer.json() };
    };
    expect((await fetch(`${sim.netboxUrl}/api/status/`)).status).toBe(403);
    expect((await get("/api/status/")).body.plugins).toEqual({ netbox_proxbox: "0.0.31" });
    const page = await get("/api/dcim/devices/?limit=1");
    expect([page.body.count, page.body.results.length, page.body.next]).toEqual([
      2,
      1,
      expect.stringContaining("offset=1"),
    ]);
    sim.control.denyNetboxWrites();
    const headers = { authorization: `Bearer ${sim.netboxToken}` };
    expect((await get("/api/dcim/devices/", { method: "POST", body: "{}", headers })).status).toBe(403);
    expect((await ask(sim, DEVICES)).body.message).toBe("Error ensuring Proxbox tag");
  });

  it("takes a plugin endpoint row with an address, and syncs through it", async () => {
    const sim = await start({ configured: true, pluginEndpoints: false });
    const post = async (path: string, body: object) => {
      const headers = { authorization: `Token ${sim.netboxToken}` };
      const answer = await fetch(sim.netboxUrl + path, { method: "POST", headers, body: JSON.stringify(body) });
      return (await answer.json()) as { id: number; ip_address?: unknown };
    };
    const { id } = await post("/api/ipam/ip-addresses/", { address: "127.0.0.1/32", status: "active" });
    const row = await post("/api/plugins/proxbox/endpoints/proxmox/", {
      name: "lab",
      ip_address: id,
      port: sim.pve[0]?.port,
    });
    expect(row.ip_address).toMatchObject({ id, address: "127.0.0.1/32" });
    expect((await ask(sim, DEVICES)).raw).toContain('"ok": true');
  });

  it("keeps everything across a saved state", async () => {
    const first = await start({ configured: true });
    await ask(first, "/full-update/stream");
    await first.close();
    const second = await start({ saved: JSON.parse(JSON.stringify(first.save())), apiKey: first.apiKey });
    expect(second.netbox.list("dcim/devices")).toHaveLength(2);
    expect([second.port, second.netboxPort, second.pve]).toEqual([first.port, first.netboxPort, first.pve]);
    expect((await ask(second, "/version", { key: first.apiKey })).status).toBe(200);
  });
});
