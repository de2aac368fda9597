import { type Call, detail, json, type Reply } from "./router.ts";
import type { Sim } from "./sim.ts";

const EXEMPT = new Set([
  "/",
  "/docs",
  "/redoc",
  "/openapi.json",
  "/health",
  "/meta",
  "/auth/register-key",
  "/auth/bootstrap-status",
]);
const NO_KEY = "No API key configured. Register a key via POST /auth/register-key or use an existing key.";
const LOCKED = "Too many failed authentication attempts. Please try again later.";
const LIMITED = "Rate limit exceeded. Please try again later.";

const hits = new WeakMap<Sim, number[]>();

/** Null when the call may go on, else the backend's refusal: rate limit first, then key, before any routing. */
export function refuse(sim: Sim, call: Call): Reply | null {
  if (EXEMPT.has(call.path) || call.path.startsWith("/static/")) return null;
  if (isOverRate(sim)) return json(429, { detail: LIMITED }, { "retry-after": "60" });
  return refuseKey(sim, call.method === "OPTIONS" ? undefined : call.headers["x-proxbox-api-key"]);
}

/** The same judgement for a key that came another way. */
export function refuseKey(sim: Sim, key: string | undefined): Reply | null {
  const { keys, lockout } = sim.state;
  if (!keys.some((known) => known.is_active)) return detail(401, NO_KEY);
  if (lockout.isLocked(key ?? null)) return json(429, { detail: LOCKED }, { "retry-after": "300" });
  if (key !== undefined && keys.some((known) => known.is_active && known.key === key)) {
    lockout.succeed();
    return null;
  }
  const left = lockout.fail(key ?? null);
  const text = key === undefined ? "API key required." : "Invalid API key.";
  return detail(401, left > 0 ? `${text} ${left} attempts remaining.` : text);
}

function isOverRate(sim: Sim): boolean {
  const now = sim.nowMs();
  const recent = (hits.get(sim) ?? []).filter((at) => now - at < 60_000);
  const isOver = recent.length >= sim.settings.rateLimitPerMinute;
  if (!isOver) recent.push(now);
  hits.set(sim, recent);
  return isOver;
}
