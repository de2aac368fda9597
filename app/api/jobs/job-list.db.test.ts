import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { pendingJob } from "#lib/testing/jobs";
import { longJob } from "#lib/testing/long-job";
import { setUpProcess } from "#lib/testing/process";
import { ask, at, type TestWeb, testWeb } from "#lib/testing/web";
import * as me from "../me/route.ts";
import { DELETE as removeView } from "../views/[id]/route.ts";
import * as views from "../views/route.ts";
import { GET as frames } from "./[id]/frames/route.ts";
import { GET as matches } from "./[id]/matches/route.ts";
import { POST as bulk } from "./bulk/route.ts";
import { GET as list } from "./route.ts";

let open: OpenDb;
let web: TestWeb;
let operator: Awaited<ReturnType<TestWeb["user"]>>;
beforeAll(async () => {
  setUpProcess();
  open = await testDatabase();
  web = testWeb(open);
  operator = await web.user("operator");
});
afterAll(async () => {
  await web.close();
  await open.close();
});

const outcomes = async (ids: number[]) =>
  (await open.pool.query("select outcome from jobs where id = any($1) order by id", [ids])).rows.map(
    ({ outcome }) => outcome,
  );

describe("several jobs at once", () => {
  it("are cancelled by a native form that comes back to its list, or by JSON", async () => {
    const ids = [(await pendingJob(open.db)).id, (await pendingJob(open.db)).id];
    const form = { action: "cancel", ids: ids.map(String), next: "/jobs?status=pending" };
    const answer = await bulk(ask("/api/jobs/bulk", { cookie: operator.cookie, form }), at());
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/jobs?status=pending"]);
    expect(await outcomes(ids)).toEqual(["cancelled", "cancelled"]);
    const again = await bulk(ask("/api/jobs/bulk", { token: operator.token, json: { action: "cancel", ids } }), at());
    expect(again.status).toBe(409);
  });

  it("stay as they are when one of them cannot, and the answer names it", async () => {
    const waiting = (await pendingJob(open.db)).id;
    const over = await longJob(open, 1);
    const json = { action: "cancel", ids: [waiting, over] };
    const answer = await bulk(ask("/api/jobs/bulk", { token: operator.token, json }), at());
    expect(JSON.stringify(await answer.json())).toContain(`Job ${over} has already ended`);
    expect(await outcomes([waiting])).toEqual([null]);
  });

  it("are none when nothing is chosen, and nobody's who may only read", async () => {
    const viewer = await web.user("viewer");
    const json = { action: "cancel", ids: [1] };
    expect((await bulk(ask("/api/jobs/bulk", { token: viewer.token, json }), at())).status).toBe(403);
    const empty = await bulk(ask("/api/jobs/bulk", { token: operator.token, json: { action: "run" } }), at());
    expect(await empty.json()).toMatchObject({ errors: { ids: ["choose at least one job"] } });
  });
});

it("gives the list as CSV with the same filters, and what looks like a formula as text", async () => {
  await pendingJob(open.db, { name: "=cmd()" });
  const answer = await list(ask("/api/jobs?format=csv&q=cmd", { token: operator.token }), at());
  expect(answer.headers.get("content-disposition")).toContain("jobs.csv");
  const [head, row, ...rest] = (await answer.text()).trim().split("\n");
  expect(head).toMatch(/^id,name,status,outcome/);
  expect(row).toContain("'=cmd()");
  expect(rest).toEqual([]);
});

it("keeps views for their owner alone, the same name once, and audits it", async () => {
  const save = (token: string, query: string) =>
    views.POST(ask("/api/views", { token, json: { page: "jobs", name: "Failed", query } }), at());
  const other = await web.user("viewer");
  const first = await (await save(operator.token, "outcome=failed")).json();
  const second = await (await save(operator.token, "?outcome=lost")).json();
  expect(second).toMatchObject({ id: first.id, query: "outcome=lost", display_url: "/jobs?outcome=lost" });
  const own = async (token: string) => (await (await views.GET(ask("/api/views", { token }), at())).json()).count;
  expect([await own(operator.token), await own(other.token)]).toEqual([1, 0]);
  const remove = (token: string) =>
    removeView(ask(`/api/views/${first.id}`, { method: "DELETE", token }), at({ id: String(first.id) }));
  expect([(await remove(other.token)).status, (await remove(operator.token)).status]).toEqual([404, 204]);
  const { rows } = await open.pool.query("select action from audit_log where object_type = 'view' order by id");
  expect(rows.map(({ action }) => action)).toEqual(["save", "save", "delete"]);
});

describe("a search through a log", () => {
  it("finds every line that matches, in order, and says how far it looked", async () => {
    const id = await longJob(open, 25_000);
    const search = async (query: string) => {
      const answer = await matches(
        ask(`/api/jobs/${id}/matches?${query}`, { token: operator.token }),
        at({ id: `${id}` }),
      );
      const parts = (await answer.text())
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      return { seqs: parts.flatMap((part) => part.seqs), scanned: parts.map((part) => part.scanned_to) };
    };
    expect(await search("q=NEEDLE")).toEqual({ seqs: [24_999], scanned: [20_000, 25_000] });
    expect((await search("level=error")).seqs).toEqual([10_000, 20_000]);
    expect((await search("problems=true&level=info")).seqs).toEqual([]);
    expect((await search("object=vm-4000")).seqs).toEqual([12_000, 12_001, 12_002]);
    expect((await search("stage=virtual-disks&problems=true&after=23000")).seqs).toEqual([24_000, 25_000]);
    expect((await search("q=100%25")).seqs).toEqual([]);
  });

  it("reads the lines of given numbers, and refuses what is no list of them", async () => {
    const id = await longJob(open, 10);
    const read = (seq: string) =>
      frames(ask(`/api/jobs/${id}/frames?seq=${seq}`, { token: operator.token }), at({ id: `${id}` }));
    const found = await (await read("3,9,77")).json();
    expect(found.frames.map((frame: { seq: number }) => frame.seq)).toEqual([3, 9]);
    expect((await read("3;9")).status).toBe(400);
  });
});

it("takes a time zone for the own profile, and refuses what is none", async () => {
  const patch = (form: Record<string, string>) =>
    me.POST(ask("/api/me", { cookie: operator.cookie, form: { _method: "PATCH", ...form } }), at());
  expect((await patch({ time_zone: "Europe/Berlin" })).headers.get("location")).toBe("/settings/account?saved=profile");
  const who = async () => (await me.GET(ask("/api/me", { cookie: operator.cookie }), at())).json();
  expect(await who()).toMatchObject({ time_zone: "Europe/Berlin" });
  const json = { time_zone: "Mars/Olympus" };
  const refused = await me.PATCH(ask("/api/me", { method: "PATCH", cookie: operator.cookie, json }), at());
  expect(await refused.json()).toMatchObject({ errors: { time_zone: [expect.stringContaining("Europe/Berlin")] } });
  await patch({ time_zone: "" });
  expect(await who()).toMatchObject({ time_zone: null });
});
