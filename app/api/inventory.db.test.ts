import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refreshEndpoint } from "#lib/sync/refresh-endpoint";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { ask, at, ORIGIN, type TestWeb, testWeb } from "#lib/testing/web";
import { POST as chooseColumns } from "../preferences/columns/route.ts";
import { GET as getCard } from "./card-data/route.ts";
import { GET as getChecks } from "./endpoints/[kind]/[id]/checks/route.ts";
import { POST as testSaved } from "./endpoints/[kind]/[id]/test/route.ts";
import { POST as testTyped } from "./endpoints/[kind]/test/route.ts";
import { GET as getStatus } from "./keepalive-status/[service]/[id]/route.ts";
import { GET as getStorage } from "./storage/route.ts";
import { POST as syncNow } from "./sync/[kind]/[id]/route.ts";
import { POST as syncSelected } from "./sync/[kind]/route.ts";
import { GET as getVm } from "./vms/[id]/route.ts";
import { GET as getSnapshots } from "./vms/[id]/snapshots/route.ts";
import { GET as getVms } from "./vms/route.ts";

let rig: SyncRig;
let web: TestWeb;
let admin: Awaited<ReturnType<TestWeb["user"]>>;
let operator: Awaited<ReturnType<TestWeb["user"]>>;
let viewer: Awaited<ReturnType<TestWeb["user"]>>;

beforeAll(async () => {
  rig = await syncRig({ configured: true, clusters: [{ name: "lab", nodes: 2, guests: 6 }] });
  web = testWeb(rig.open);
  [admin, operator, viewer] = [await web.user("admin"), await web.user("operator"), await web.user("viewer")];
  await refreshEndpoint(rig.open.db, rig.pveIds[0] ?? 0);
});
afterAll(async () => {
  await web.close();
  await rig.close();
});

const get = (path: string, token = viewer.token) => ask(path, { token });

describe("GET /api/vms", () => {
  it("pages with absolute links and shortens rows when asked", async () => {
    const answer = await getVms(get("/api/vms?limit=2&ordering=-vmid&brief=true"), at());
    expect(answer.status).toBe(200);
    const body = await answer.json();
    expect(body).toMatchObject({ count: rig.sim.clusters[0]?.guests.length, previous: null });
    expect(body.next).toContain(`${ORIGIN}/api/vms?limit=2`);
    expect(Object.keys(body.results[0])).toEqual(["id", "name", "status", "url", "display_url"]);
    expect(body.results[0].url).toMatch(new RegExp(`^${ORIGIN}/api/plugins/proxbox/vms/\\d+$`));
  });

  it("names a filter that it does not know, and refuses a limit over 1000", async () => {
    const unknown = await getVms(get("/api/vms?colour=red"), at());
    expect(unknown.status).toBe(400);
    expect(JSON.stringify(await unknown.json())).toContain("colour");
    expect((await getVms(get("/api/vms?limit=1001"), at())).status).toBe(400);
    expect((await getVms(ask("/api/vms"), at())).status).toBe(401);
  });

  it("answers one VM with an ETag, and its parts in the envelope of lists", async () => {
    const list = await (await getVms(get("/api/vms?limit=1"), at())).json();
    const id = String(list.results[0].id);
    const one = await getVm(get(`/api/vms/${id}`), at({ id }));
    const etag = one.headers.get("etag") ?? "";
    const again = ask(`/api/vms/${id}`, { token: viewer.token, headers: { "if-none-match": etag } });
    expect((await getVm(again, at({ id }))).status).toBe(304);
    const snapshots = await (await getSnapshots(get(`/api/vms/${id}/snapshots`), at({ id }))).json();
    expect(snapshots).toMatchObject({ next: null, stale: false, as_of: expect.any(String) });
    expect((await getVm(get("/api/vms/999"), at({ id: "999" }))).status).toBe(404);
  });
});

describe("a list as CSV", () => {
  const lines = async (answer: Response) => (await answer.text()).trim().split("\n");

  it("holds all that the filters leave, in the order of the list", async () => {
    const answer = await getVms(get("/api/vms?format=csv&limit=1&ordering=-vmid&type=qemu"), at());
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="vms.csv"');
    const [head, ...rows] = await lines(answer);
    expect(head?.split(",").slice(0, 4)).toEqual(["id", "vmid", "name", "type"]);
    const guests = (rig.sim.clusters[0]?.guests ?? []).filter((guest) => guest.type === "qemu");
    expect(rows.map((row) => Number(row.split(",")[1]))).toEqual(
      guests.map((guest) => guest.vmid).toSorted((a, b) => b - a),
    );
    const storage = await lines(await getStorage(get("/api/storage?format=csv&shared=true"), at()));
    expect(storage).toHaveLength(1 + new Set(rig.sim.clusters[0]?.storages.filter((one) => one.shared)).size);
  });

  it("lets no name become a formula", async () => {
    const { rows } = await rig.open.pool.query("select id, name from vms order by id limit 1");
    await rig.open.pool.query("update vms set name = $2 where id = $1", [rows[0].id, '=HYPERLINK("http://x")']);
    const [, line] = await lines(await getVms(get(`/api/vms?format=csv&id=${rows[0].id}`), at()));
    expect(line).toContain(`"'=HYPERLINK(""http://x"")"`);
    await rig.open.pool.query("update vms set name = $2 where id = $1", [rows[0].id, rows[0].name]);
  });
});

describe("GET /api/card-data", () => {
  it("answers one card, or all of them", async () => {
    const endpointId = rig.pveIds[0];
    const one = await (await getCard(get(`/api/card-data?endpoint_id=${endpointId}`), at())).json();
    expect(one).toMatchObject({ endpoint_id: endpointId, cluster: { name: "lab" }, node_count: 2, stale: false });
    expect(await (await getCard(get("/api/card-data"), at())).json()).toEqual({ results: [one] });
    expect((await getCard(get("/api/card-data?endpoint_id=99"), at())).status).toBe(404);
  });
});

describe("keepalive", () => {
  const where = () => at({ service: "fastapi", id: String(rig.backendId) });
  const kind = () => at({ kind: "fastapi", id: String(rig.backendId) });

  it("answers the last known state without asking anybody", async () => {
    rig.sim.control.forgetRequests();
    const body = await (await getStatus(get(`/api/keepalive-status/fastapi/${rig.backendId}`), where())).json();
    expect(body).toMatchObject({ service: "fastapi", status: "unknown" });
    expect(rig.sim.requests()).toHaveLength(0);
    expect((await getStatus(get("/api/keepalive-status/ftp/1"), at({ service: "ftp", id: "1" }))).status).toBe(404);
  });

  it("tests on demand, stores the result and keeps a history", async () => {
    const path = `/api/endpoints/backends/${rig.backendId}/test`;
    expect((await testSaved(ask(path, { token: viewer.token, json: {} }), kind())).status).toBe(403);
    const answer = await testSaved(ask(path, { token: operator.token, method: "POST" }), kind());
    expect(await answer.json()).toMatchObject({ status: "success", authenticated: true, version: "0.0.30.post2" });
    const stored = await (await getStatus(get(`/api/keepalive-status/fastapi/${rig.backendId}`), where())).json();
    expect(stored.checked_at).not.toBeNull();
    const history = await (await getChecks(get(path.replace("test", "checks")), kind())).json();
    expect(history).toMatchObject({ count: 1, results: [{ status: "success", reachable: true }] });
  });

  it("answers 200 for an unsaved endpoint that fails, and 400 for one that cannot be", async () => {
    const json = { name: "x", ip_address: "127.0.0.1", verify_ssl: false, port: 1 };
    const path = "/api/endpoints/backends/test";
    const failed = await testTyped(ask(path, { token: admin.token, json }), at({ kind: "backends" }));
    expect(failed.status).toBe(200);
    expect(await failed.json()).toMatchObject({ status: "error", reachable: false });
    const wrong = { ...json, port: "many" };
    const refused = await testTyped(ask(path, { token: admin.token, json: wrong }), at({ kind: "backends" }));
    expect(refused.status).toBe(400);
  });
});

describe("POST /api/sync/{kind}/{id}", () => {
  it("answers 202 to a program and 303 to a form", async () => {
    const list = await (await getVms(get("/api/vms?limit=1"), at())).json();
    const id = String(list.results[0].id);
    const path = `/api/sync/vm/${id}`;
    const answer = await syncNow(ask(path, { token: operator.token, json: {} }), at({ kind: "vm", id }));
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toContain("/api/plugins/proxbox/jobs/");
    const form = await syncNow(ask(path, { cookie: operator.cookie, form: {} }), at({ kind: "vm", id }));
    expect(form.status).toBe(303);
    expect(form.headers.get("location")).toMatch(/\/jobs\/\d+$/);
  });
});

describe("POST /api/sync/{kind}", () => {
  const send = (options: Parameters<typeof ask>[1], kind = "vm") =>
    syncSelected(ask(`/api/sync/${kind}`, options), at({ kind }));

  it("starts the jobs of a selection, and leads a form to its job", async () => {
    const { results } = await (await getVms(get("/api/vms?limit=2"), at())).json();
    const ids = results.map((vm: { id: number }) => String(vm.id));
    const answer = await send({ token: operator.token, json: { ids: ids.map(Number) } });
    expect([answer.status, (await answer.json()).results]).toEqual([
      202,
      [expect.objectContaining({ status: "pending" })],
    ]);
    const form = await send({ cookie: operator.cookie, form: { ids } });
    expect([form.status, form.headers.get("location")]).toEqual([303, expect.stringMatching(/^\/jobs\/\d+$/)]);
  });

  it("says what to do when nothing is selected, and is not for viewers", async () => {
    const nothing = await send({ token: operator.token, json: {} });
    expect(await nothing.json()).toMatchObject({ code: "invalid", errors: { ids: ["choose at least one row"] } });
    expect((await send({ token: viewer.token, json: { ids: [1] } })).status).toBe(403);
    expect((await send({ token: operator.token, json: { ids: [1] } }, "colour")).status).toBe(404);
  });
});

describe("POST /preferences/columns", () => {
  it("puts the columns into the address beside the filters, and remembers them in the browser", async () => {
    const headers = { referer: `${ORIGIN}/vms?q=web&offset=50` };
    const form = { list: "/vms", columns: ["vmid", "node"] };
    const answer = await chooseColumns(ask("/preferences/columns", { cookie: viewer.cookie, form, headers }), at());
    expect(answer.headers.get("location")).toBe("/vms?q=web&offset=50&columns=vmid.node");
    expect(answer.headers.get("set-cookie")).toContain("columns-vms=vmid.node; Path=/");
    const usual = ask("/preferences/columns", { cookie: viewer.cookie, form: { list: "/vms" }, headers });
    const reset = await chooseColumns(usual, at());
    expect(reset.headers.get("location")).toBe("/vms?q=web&offset=50");
    expect(reset.headers.get("set-cookie")).toContain("Max-Age=0");
  });
});
