import { randomBytes } from "node:crypto";
import type { ApiKey, BackendState } from "../backend-state.ts";
import { type Call, detail, internalError, json, ok, type Reply, type Route } from "../router.ts";
import type { Sim } from "../sim.ts";
import { validationError } from "./validation.ts";

const LAST_KEY = {
  code: "last_active_api_key_required",
  message: "Create and verify another active API key before retiring this key.",
};

export const authRoutes: readonly Route<Sim>[] = [
  {
    method: "GET",
    path: "/auth/bootstrap-status",
    answer: (_call, { state }) =>
      ok({ needs_bootstrap: !state.claimed, has_db_keys: state.keys.some((key) => key.is_active) }),
  },
  { method: "POST", path: "/auth/register-key", answer: register },
  { method: "POST", path: "/auth/keys", answer: create },
  { method: "GET", path: "/auth/keys", answer: (_call, { state }) => ok({ keys: state.keys.toReversed().map(shown) }) },
  { method: "DELETE", path: "/auth/keys/{id}", answer: (call, sim) => retire(call, sim, "delete") },
  { method: "POST", path: "/auth/keys/{id}/deactivate", answer: (call, sim) => retire(call, sim, "deactivate") },
  { method: "POST", path: "/auth/keys/{id}/activate", answer: activate },
];

const shown = ({ id, label, is_active, created_at }: ApiKey) => ({ id, label, is_active, created_at });

function register(call: Call, sim: Sim): Reply {
  const body = call.json as { api_key?: unknown; label?: unknown } | undefined;
  if (typeof body?.api_key !== "string") return validationError(sim, ["body", "api_key"], "Field required");
  if (body.api_key.length < 32) return detail(400, "API key must be at least 32 characters.");
  if (sim.state.claimed) return detail(409, "An API key is already configured.");
  // bcrypt refuses more than 72 bytes; the bootstrap is not used up by that.
  if (Buffer.byteLength(body.api_key) > 72) return internalError();
  addKey(sim.state, body.api_key, String(body.label ?? ""), sim.nowMs());
  return json(201, { detail: "API key registered." });
}

/** Stores a key as registered. */
export function addKey(state: BackendState, key: string, label: string, nowMs: number): ApiKey {
  const id = Math.max(0, ...state.keys.map((known) => known.id)) + 1;
  const row = { id, label, key, is_active: true, created_at: nowMs / 1_000 };
  state.keys.push(row);
  state.claimed = true;
  return row;
}

function create(call: Call, sim: Sim): Reply {
  const label = (call.json as { label?: string } | undefined)?.label ?? "";
  const row = addKey(sim.state, randomBytes(48).toString("base64url"), label, sim.nowMs());
  return json(201, { ...shown(row), raw_key: row.key });
}

function retire(call: Call, { state }: Sim, how: "delete" | "deactivate"): Reply {
  const row = state.keys.find((key) => key.id === Number(call.params.id));
  if (!row) return detail(404, "API key not found.");
  const others = state.keys.filter((key) => key.is_active && key.id !== row.id);
  if (row.is_active && others.length === 0) return detail(409, LAST_KEY);
  if (how === "delete") {
    state.keys = state.keys.filter((key) => key.id !== row.id);
    return { status: 204, text: "" };
  }
  row.is_active = false;
  return ok(shown(row));
}

function activate(call: Call, { state }: Sim): Reply {
  const row = state.keys.find((key) => key.id === Number(call.params.id));
  if (!row) return detail(404, "API key not found.");
  row.is_active = true;
  return ok(shown(row));
}
