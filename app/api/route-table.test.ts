import { describe, expect, it } from "vitest";
import { z } from "zod";
import { permissionRoles } from "#lib/auth/permissions";
import type { Role } from "#lib/auth/schema";
import { pageCalls } from "../../bin/openapi/page-calls.ts";
import { publicDoors } from "../../bin/openapi/read-doors.ts";

const doors = await publicDoors();
const inventory = ["clusters", "nodes", "storage", "vms"];
const panels = ["snapshots", "backups", "tasks", "config", "disks", "interfaces"];

/** What the interface promises: paths, and the least role of each method. */
const PROMISED: [paths: string[], methods: Record<string, Role>][] = [
  [["/api/endpoints/[kind]"], { GET: "viewer", POST: "admin", PATCH: "admin", DELETE: "admin" }],
  [["/api/endpoints/[kind]/[id]"], { GET: "viewer", PATCH: "admin", PUT: "admin", DELETE: "admin" }],
  [["/api/endpoints/[kind]/[id]/test"], { POST: "operator" }],
  [["/api/endpoints/[kind]/test", "/api/endpoints/[kind]/[id]/plugin-row", "/api/setup/[kind]"], { POST: "admin" }],
  [["/api/endpoints/[kind]/[id]/push"], { POST: "admin", DELETE: "admin" }],
  [["/api/endpoints/[kind]/[id]/checks", "/api/keepalive-status/[service]/[id]"], { GET: "viewer" }],
  [["/api/card-data"], { GET: "viewer", POST: "operator" }],
  [["/api/endpoints/[kind]/[id]/drift"], { GET: "viewer" }],
  [["/api/endpoints/[kind]/[id]/import"], { GET: "admin", POST: "admin" }],
  [["/api/jobs"], { GET: "viewer", POST: "operator", DELETE: "admin" }],
  [["/api/jobs/bulk"], { POST: "operator" }],
  [["/api/jobs/[id]"], { GET: "viewer", DELETE: "admin" }],
  [["cancel", "run", "start", "retry"].map((verb) => `/api/jobs/[id]/${verb}`), { POST: "operator" }],
  [
    ["frames", "stream", "log", "matches", "changes", "objects", "coverage"].map((part) => `/api/jobs/[id]/${part}`),
    { GET: "viewer" },
  ],
  [["/api/jobs/live", "/api/events", "/api/status", "/api/openapi.json"], { GET: "viewer" }],
  [["/api/me"], { GET: "viewer", PATCH: "viewer" }],
  [["/api/me/password", "/api/session/confirm", "/logout", "/preferences", "/preferences/columns"], { POST: "viewer" }],
  [["/api/views"], { GET: "viewer", POST: "viewer" }],
  [["/api/views/[id]"], { DELETE: "viewer" }],
  [["/sync/[...path]"], { POST: "operator" }],
  [["/api/sync/[kind]", "/api/sync/[kind]/[id]"], { POST: "operator" }],
  [["/api/schedules"], { GET: "viewer", POST: "operator", PATCH: "operator", DELETE: "operator" }],
  [["/api/schedules/[id]"], { GET: "viewer", PATCH: "operator", PUT: "operator", DELETE: "operator" }],
  [["run", "pause", "resume"].map((verb) => `/api/schedules/[id]/${verb}`), { POST: "operator" }],
  [inventory.flatMap((noun) => [`/api/${noun}`, `/api/${noun}/[id]`]), { GET: "viewer" }],
  [panels.map((panel) => `/api/vms/[id]/${panel}`), { GET: "viewer" }],
  [["/api/vms/[id]/tasks/[upid]", "/api/preview/endpoints"], { GET: "viewer" }],
  [["/api/preview", "/api/doctor"], { GET: "viewer", POST: "operator" }],
  [["/api/backends/[id]/logs", "/api/backends/[id]/logs/stream"], { GET: "operator" }],
  [["/api/backends/[id]/openapi"], { GET: "viewer" }],
  [["/api/backends/[id]/openapi/refresh"], { POST: "operator" }],
  [["/api/settings"], { GET: "viewer", PATCH: "admin" }],
  [["/api/webhooks", "/api/config"], { GET: "admin", POST: "admin" }],
  [["/api/users"], { GET: "admin", POST: "admin", PATCH: "admin", DELETE: "admin" }],
  [["/api/webhooks/[id]/deliveries"], { GET: "admin" }],
  [["/api/webhooks/[id]/test"], { POST: "admin" }],
  [["/api/users/[id]", "/api/webhooks/[id]"], { GET: "admin", PATCH: "admin", DELETE: "admin" }],
  [["/api/tokens"], { GET: "viewer", POST: "viewer", DELETE: "viewer" }],
  [["/api/tokens/[id]"], { GET: "viewer", PATCH: "viewer", DELETE: "viewer" }],
  [["/api/sessions/[id]"], { DELETE: "viewer" }],
  [["/api/sessions"], { GET: "viewer", DELETE: "viewer" }],
  [["/api/audit"], { GET: "admin" }],
];

const promised = PROMISED.flatMap(([paths, methods]) =>
  paths.flatMap((path) => Object.entries(methods).map(([method, role]) => ({ path, method, role }))),
);

describe("the route table", () => {
  it.each(promised)("has $method $path for $role", ({ path, method, role }) => {
    const door = doors.find((one) => one.path === path && one.method === method);
    expect(door?.permission && permissionRoles[door.permission]).toBe(role);
  });

  it("promises each method of each path that is documented", () => {
    const names = new Set(promised.map(({ path, method }) => `${method} ${path}`));
    const others = doors.filter(({ path, method }) => !names.has(`${method} ${path}`));
    // What a native form sends is a POST for the method that it stands for.
    const unknown = others.filter(({ permission, spec }) => permission && !spec.standsFor);
    expect(unknown.map(({ path, method, permission }) => `${method} ${path} ${permission}`)).toEqual([]);
  });

  it("leaves health and the way in to everybody, and metrics to their own token", () => {
    const open = doors.filter(({ permission }) => !permission).map(({ path, method }) => `${method} ${path}`);
    expect(open.toSorted()).toEqual([
      "GET /api/healthz",
      "GET /api/metrics",
      "GET /api/readyz",
      "POST /login",
      "POST /setup",
    ]);
  });

  it.each(doors.filter(({ spec }) => spec.query && "format" in shapeOf(spec.query)))(
    "documents the content types of all formats: $method $path",
    ({ spec }) => {
      const formats = formatsOf(shapeOf(spec.query).format);
      const types = [...(spec.media ?? []), ...(spec.answers ? ["application/json"] : [])];
      for (const format of formats) expect(types).toContain(TYPES[format]);
    },
  );
});

const TYPES: Record<string, string> = {
  json: "application/json",
  csv: "text/csv",
  yaml: "application/yaml",
  text: "text/plain",
  ndjson: "application/x-ndjson",
  events: "text/event-stream",
  batch: "text/event-stream",
};

const shapeOf = (schema: z.ZodType | undefined): Record<string, z.ZodType> => (schema as z.ZodObject).shape;

/** The values that a query takes there. */
function formatsOf(schema: z.ZodType | undefined): string[] {
  const { enum: values, const: only } = z.toJSONSchema(schema ?? z.never(), { io: "input" });
  return (values ?? (only === undefined ? [] : [only])).map(String);
}

/** How somebody comes back from another provider, and the page about the interface: browsers go there, programs do not. */
const FOR_BROWSERS = /^\/api\/(session\/sso|docs)/;

describe("what a page does, a program can do", () => {
  const calls = pageCalls()
    .filter(({ target }) => !FOR_BROWSERS.test(target))
    .map((call) => ({ ...call, how: call.methods.join(" or ") || "something" }));

  it("looks at the pages, and knows how nearly all of them call", () => {
    expect(calls.length).toBeGreaterThan(70);
    expect(calls.filter(({ methods }) => methods.length === 0).length).toBeLessThan(calls.length / 8);
    for (const target of ["/login", "/setup", "/logout", "/preferences"])
      expect(calls).toContainEqual(expect.objectContaining({ target, methods: ["POST"] }));
  });

  it.each(calls)("$how $target of $file is a documented operation", ({ target, methods }) => {
    const there = doors.filter(({ path }) => leadsTo(target, path)).map(({ method }) => method);
    expect(there).not.toEqual([]);
    if (methods.length > 0) expect(there.some((method) => methods.includes(method))).toBe(true);
    // What a native form sends is a POST, whatever it stands for.
    if (methods.some((method) => method !== "GET")) expect(there).toContain("POST");
  });
});

/** Is this address, as a page writes it, one of this path? */
function leadsTo(target: string, path: string): boolean {
  const wanted = target.replace(/\/$/, "").split(/\/(?![^{]*\})/);
  const parts = path.split("/");
  if (parts.at(-1)?.startsWith("[..."))
    return wanted.slice(0, parts.length - 1).join("/") === parts.slice(0, -1).join("/");
  return (
    parts.length === wanted.length &&
    parts.every((part, index) => part.startsWith("[") || wanted[index]?.includes("${") || part === wanted[index])
  );
}
