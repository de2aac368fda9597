import { globSync } from "node:fs";
import { join } from "node:path";
import type { Route } from "#lib/http/route";
import type { Door } from "#lib/openapi/build-document";

const APP = join(import.meta.dirname, "../../app");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

export type OpenDoor = Door & { handler: Route };

/** Every method of every route file; a handler that does not go through the door has no permission. */
export async function readDoors(): Promise<OpenDoor[]> {
  const doors: OpenDoor[] = [];
  for (const file of globSync("**/route.ts", { cwd: APP }).toSorted()) {
    const module: Record<string, unknown> = await import(join(APP, file));
    const path = `/${file.replace(/\/route\.ts$/, "")}`;
    for (const method of METHODS) {
      if (typeof module[method] !== "function") continue;
      // safe because Next calls exactly these exports as handlers; one that is no Route lacks what is optional here
      const handler = module[method] as Route;
      doors.push({ path, method, handler, permission: handler.permission, spec: handler.spec ?? {} });
    }
  }
  return doors;
}

/** What nobody is told about: the catch-all of unknown addresses, and names that only rewrites use. */
const HIDDEN = new Set(["/api/[...path]", "/api/root", "/api/session/sso", "/api/session/sso/callback"]);

/** The answer of a GET to a sync form is no operation. */
const isPublic = (door: Door): boolean =>
  !HIDDEN.has(door.path) && !(door.path.startsWith("/sync") && door.method === "GET");

/** The doors that the document of the interface lists, each where it is reached. */
export const publicDoors = async (): Promise<OpenDoor[]> =>
  (await readDoors()).filter(isPublic).map((door) => ({ ...door, path: door.spec.address ?? door.path }));
