import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { permissionRoles } from "#lib/auth/permissions";
import type { Role } from "#lib/auth/schema";
import { isPublic, readDoors } from "../../bin/openapi/read-doors.ts";

const doors = (await readDoors()).filter(isPublic);
const inventory = ["clusters", "nodes", "storage", "vms"];
const panels = ["snapshots", "backups", "tasks", "config", "disks", "interfaces"];

/** What the interface promises: paths, and the least role of each method. */
const PROMISED: [paths: string[], methods: Record<string, Role>][] = [
  [["/api/endpoints/[kind]"], { GET: "viewer", POST: "admin", PATCH: "admin", DELETE: "admin" }],
  [["/api/endpoints/[kind]/[id]"], { GET: "viewer", PATCH: "admin", PUT: "admin", DELETE: "admin" }],
  [["/api/endpoints/[kind]/[id]/test"], { POST: "operator" }],
  [["/api/endpoints/[kind]/test", "/api/endpoints/[kind]/[id]/push"], { POST: "admin" }],
  [["/api/endpoints/[kind]/[id]/checks", "/api/keepalive-status/[service]/[id]", "/api/card-data"], { GET: "viewer" }],
  [["/api/jobs"], { GET: "viewer", POST: "operator" }],
  [["/api/jobs/[id]"], { GET: "viewer", DELETE: "admin" }],
  [["cancel", "run", "start", "retry"].map((verb) => `/api/jobs/[id]/${verb}`), { POST: "operator" }],
  [["frames", "stream", "log", "changes", "objects"].map((part) => `/api/jobs/[id]/${part}`), { GET: "viewer" }],
  [["/api/jobs/live", "/api/events", "/api/status", "/api/openapi.json", "/api/me", "/api/views"], { GET: "viewer" }],
  [["/sync/[...path]"], { POST: "operator" }],
  [["/api/sync/[kind]/[id]"], { POST: "operator" }],
  [["/api/schedules"], { GET: "viewer", POST: "operator" }],
  [["/api/schedules/[id]"], { GET: "viewer", PATCH: "operator", DELETE: "operator" }],
  [["run", "pause", "resume"].map((verb) => `/api/schedules/[id]/${verb}`), { POST: "operator" }],
  [inventory.flatMap((noun) => [`/api/${noun}`, `/api/${noun}/[id]`]), { GET: "viewer" }],
  [panels.map((panel) => `/api/vms/[id]/${panel}`), { GET: "viewer" }],
  [["/api/preview", "/api/doctor"], { GET: "viewer", POST: "operator" }],
  [["/api/backends/[id]/logs", "/api/backends/[id]/logs/stream"], { GET: "operator" }],
  [["/api/backends/[id]/openapi"], { GET: "viewer" }],
  [["/api/backends/[id]/openapi/refresh"], { POST: "operator" }],
  [["/api/settings"], { GET: "viewer", PATCH: "admin" }],
  [["/api/users", "/api/webhooks", "/api/config"], { GET: "admin", POST: "admin" }],
  [["/api/users/[id]", "/api/webhooks/[id]"], { GET: "admin", PATCH: "admin", DELETE: "admin" }],
  [["/api/tokens"], { GET: "viewer", POST: "viewer" }],
  [["/api/tokens/[id]"], { GET: "viewer", PATCH: "viewer", DELETE: "viewer" }],
  [["/api/sessions/[id]"], { DELETE: "viewer" }],
  [["/api/sessions"], { GET: "viewer" }],
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

  it("leaves health to everybody and metrics to their own token", () => {
    const open = ["/api/healthz", "/api/readyz", "/api/metrics"];
    expect(doors.filter(({ path, permission }) => open.includes(path) && !permission)).toHaveLength(open.length);
  });
});

const APP = join(import.meta.dirname, "..");
/** The addresses that forms and buttons send to, written in quotes or as templates. */
const TARGET = /["`]((?:\/api|\/sync|\/preferences)\/[^"`?#]*)/g;
/** How somebody gets in: no program does that with a token. */
const FOR_PEOPLE = /^\/api\/session\//;

describe("what a page does, a program can do", () => {
  const uses = globSync("**/*.{ts,tsx}", { cwd: APP })
    .filter((file) => !/\.test\.|^api\/|route\.ts$/.test(file))
    .flatMap((file) =>
      [...readFileSync(join(APP, file), "utf8").matchAll(TARGET)].map(([, target = ""]) => ({ file, target })),
    )
    .filter(({ target }) => !FOR_PEOPLE.test(target));

  it("looks at the pages", () => {
    expect(uses.length).toBeGreaterThan(40);
  });

  it.each(uses)("$target of $file leads to a documented operation", ({ target }) => {
    const wanted = target.replace(/\/$/, "").split(/\/(?![^{]*\})/);
    const fits = ({ path }: { path: string }) => {
      const parts = path.split("/");
      if (parts.at(-1)?.startsWith("[..."))
        return wanted.slice(0, parts.length - 1).join("/") === parts.slice(0, -1).join("/");
      return (
        parts.length === wanted.length &&
        parts.every((part, index) => part.startsWith("[") || wanted[index]?.includes("${") || part === wanted[index])
      );
    };
    expect(doors.some(fits)).toBe(true);
  });
});
