import { ok, type Route } from "../router.ts";
import type { Sim } from "../sim.ts";

const ROOT = {
  message: "Proxbox Backend made in FastAPI framework",
  proxbox: { github: "https://github.com/netdevopsbr/netbox-proxbox", docs: "https://docs.netbox.dev.br" },
  fastapi: {
    github: "https://github.com/tiangolo/fastapi",
    website: "https://fastapi.tiangolo.com/",
    reason: "FastAPI was chosen because of performance and reliability.",
  },
};
const POLICY = {
  component: "proxbox-api",
  capability: "interactive-rpc-boundary-v1",
  generation: null,
  quiescing: false,
  active: 0,
  cleanup_active: 0,
  remote_outcome_unknown: false,
  local_ready: false,
  aggregate_ready: false,
};
const METRICS = { hits: 0, misses: 0, hit_rate: 0, invalidations: 0, current_entries: 0, ttl_seconds: 60 };
const BOOTSTRAP = { warnings: [], created: [], patched: [], unchanged: [] };

/** Routes about the service itself. `/docs` and what only a browser reads is left out. */
export function metaRoutes(sim: Sim): Route<Sim>[] {
  const isNew = sim.settings.version === "0.0.30.post2";
  const get = (path: string, answer: Route<Sim>["answer"]): Route<Sim> => ({ method: "GET", path, answer });
  return [
    get("/", () => ok(ROOT)),
    get("/health", () => ok({ status: "ready", init_ok: true })),
    get("/version", () => ok({ version: sim.settings.version, ...(isNew ? { capabilities: { ws_run_id: 1 } } : {}) })),
    ...(isNew ? [get("/execution-policy", () => ok({ ...POLICY, mode: sim.settings.executionMode }))] : []),
    get("/sync/active", activeRuns),
    get("/extras/bootstrap-status", () =>
      ok(
        sim.settings.configured
          ? { ok: true, skipped: false, reason: null, ...BOOTSTRAP }
          : { ok: false, skipped: true, reason: "no_netbox_session", ...BOOTSTRAP },
      ),
    ),
    get("/cache", () => ok({ proxbox_cache: {}, netbox_get_cache_metrics: METRICS, netbox_get_cache_sample: [] })),
    get("/cache/metrics", () => ok(METRICS)),
    get("/clear-cache", () => ok({ message: "All caches cleared" })),
    get("/admin/encryption/status", () => ok({ configured: true, source: "env" })),
  ];
}

function activeRuns(_call: unknown, { state }: Sim) {
  const [first] = state.active;
  const runs = state.active.map(({ id, kind, started_at }) => ({ id, kind, started_at }));
  const { started_at = null, id = null, kind = null } = first ?? {};
  return ok({ active: first !== undefined, started_at, id, kind, runs });
}
