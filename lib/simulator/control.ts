import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault, StreamShape } from "./fault-rules.ts";
import type { WriteFailure } from "./netbox-tables.ts";
import type { SeenRequest } from "./recorder.ts";
import { htmlPage } from "./serve.ts";
import type { Sim } from "./sim.ts";
import { VM_STATE } from "./stages/run.ts";

export type Hold = {
  /** Resolves when the stream stands still. */
  reached: Promise<void>;
  release: () => void;
};

export type Control = ReturnType<typeof createControl>;

const BAD_KEY = "Invalid API key. 4 attempts remaining.";

/** What tests do to a running simulator; `restartNow` closes and opens its servers. */
export function createControl(sim: Sim, restartNow: (downMs: number) => Promise<void>, cutAll: () => void) {
  const fault = (given: Fault) => sim.faults.add(given);
  const shape = (path: string, bend: StreamShape, times: Fault["times"] = 1) =>
    fault({ path, times, kind: "stream", shape: bend });
  let skewMs = 0;
  return {
    /** Any fault in full. */
    fault,
    clearFaults: () => sim.faults.clear(),
    /** `times` requests to `path` answer `status`. */
    fail: (path: string, status: number, times: Fault["times"] = 1, body?: unknown) =>
      fault({ path, times, kind: "reply", status, body: body ?? envelope(status) }),
    /** The next request is refused as if its key were wrong. */
    unauthorizedOnce: (path: string) => fault({ path, kind: "reply", status: 401, body: { detail: BAD_KEY } }),
    html: (path: string, times: Fault["times"] = 1, status = 200) =>
      fault({ path, times, kind: "reply", status, body: htmlPage, contentType: "text/html; charset=utf-8" }),
    redirect: (path: string, location: string, times: Fault["times"] = 1, status = 307) =>
      fault({ path, times, kind: "reply", status, body: "", headers: { location } }),
    /** Accepts the request and never answers. */
    hang: (path: string, times: Fault["times"] = 1) => fault({ path, times, kind: "hang" }),
    /** Closes the connection instead of answering. */
    drop: (path: string, times: Fault["times"] = 1) => fault({ path, times, kind: "drop" }),
    latency: (path: string, ms: number, times: Fault["times"] = "always") =>
      fault({ path, times, kind: "latency", ms }),
    /** Bends the next stream of `path`. */
    shape,
    cutAfter: (path: string, frames: number, times: Fault["times"] = 1) => shape(path, { cutAfter: frames }, times),
    endAfter: (path: string, frames: number, times: Fault["times"] = 1) => shape(path, { endAfter: frames }, times),
    hangAfter: (path: string, frames: number, times: Fault["times"] = 1) => shape(path, { hangAfter: frames }, times),
    chunked: (path: string, bytes: number, times: Fault["times"] = 1) => shape(path, { chunkBytes: bytes }, times),
    flood: (path: string, frames: number, bytes = 100, times: Fault["times"] = 1) =>
      shape(path, { flood: { frames, bytes } }, times),
    /** Answers a recorded stream byte for byte: a fixture's name without `.sse`, or a file. */
    replay: (path: string, fixture: string, bend: StreamShape = {}, times: Fault["times"] = 1) =>
      shape(path, { ...bend, replay: readRecording(fixture) }, times),
    replayText: (path: string, text: string, bend: StreamShape = {}, times: Fault["times"] = 1) =>
      shape(path, { ...bend, replay: text }, times),
    /** The next stream of `path` stands still after so many frames until released. */
    hold: (path: string, after = 0): Hold => {
      const reached = Promise.withResolvers<void>();
      const opened = Promise.withResolvers<void>();
      shape(path, { gate: { after, reached: reached.resolve, opened: opened.promise } });
      return { reached: reached.promise, release: opened.resolve };
    },
    /** NetBox answers `status` for a table (`dcim/devices`, `*`): stages then fail or hide it as the backend does. */
    failNetbox: (table: string, status = 500, detail = "boom") => sim.netbox.fail({ table, status, detail }),
    mendNetbox: () => sim.netbox.fail(null as WriteFailure | null),
    denyNetboxWrites: (isDenied = true) => {
      sim.netboxAccess.canWrite = !isDenied;
    },
    /** The token is no longer a superuser's. */
    demoteToken: (isDemoted = true) => {
      sim.netboxAccess.isSuperuser = !isDemoted;
    },
    /** The plugin's release as NetBox tells it; empty: NetBox without the plugin. */
    setPlugin: (version: string) => {
      sim.settings.pluginVersion = version;
    },
    /** The plugin's Proxmox endpoint rows vanish, so writes fail. */
    removePluginEndpoints: () => {
      const table = "plugins/proxbox/endpoints/proxmox";
      for (const row of sim.netbox.list(table)) sim.netbox.remove(table, row.id);
    },
    /** The sync-state row of a NetBox VM loses its endpoint: stages warn, a full update dies in task-history. */
    disownVm: (netboxVmId: number) => {
      const row = sim.netbox.find(VM_STATE, { virtual_machine: netboxVmId });
      if (row) row.proxmox_endpoint = null;
    },
    /** A disconnected full update stays in `/sync/active`. */
    leaveStaleRuns: (isStale = true) => {
      sim.leavesStaleRuns.value = isStale;
    },
    clearLockout: () => sim.state.lockout.clear(),
    /** Moves the backend's clock forward. */
    advance: (ms: number) => {
      skewMs += ms;
    },
    skewMs: () => skewMs,
    /** Closes the backend's port for so long; connections die. */
    restart: restartNow,
    /** Destroys every connection of all servers. */
    cutAll,
    /** Resolves with the first request that fits, seen already or yet to come. */
    whenSeen: (path: string, test: (request: SeenRequest) => boolean = () => true) =>
      sim.recorder.waitFor((request) => request.path === path && test(request)),
    /** Resolves when a request to `path` was answered, or its client hung up. */
    whenClosed: (path: string) => sim.recorder.waitFor((request) => request.path === path && request.closedAt !== null),
    forgetRequests: () => sim.recorder.forget(),
  };
}

function envelope(status: number): unknown {
  if (status < 500) return { detail: "simulated failure" };
  return { message: "Internal server error", detail: "An unexpected error occurred.", python_exception: null };
}

function readRecording(fixture: string): string {
  const isFile = fixture.includes("/");
  const file = isFile
    ? fixture
    : join(import.meta.dirname, "../testing/streams", `${fixture.replace(/\.sse$/, "")}.sse`);
  return readFileSync(file, "utf8");
}
