import type { LogEntry } from "../backend-state.ts";
import type { StreamItem } from "../frames.ts";
import { type Call, ok, type Reply, type Route } from "../router.ts";
import type { Sim } from "../sim.ts";
import { validationError } from "./validation.ts";

const LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];
/** So "failed=0" counts as an error, as it does there. */
const SOUNDS_BAD = /\b(error|failed|failure|exception|traceback|fatal|critical)\b/i;
const REPLAYED = 200;
const LOOK_MS = 250;

export const logRoutes: readonly Route<Sim>[] = [
  { method: "GET", path: "/admin/logs", answer: page },
  { method: "GET", path: "/admin/logs/stream", answer: tail },
];

function page(call: Call, sim: Sim): Reply {
  const { query } = call;
  const wrong = invalid(query);
  if (wrong) return validationError(sim, ["query", wrong], "Input is not valid");
  const found = sim.state.logs.filter(filterOf(query)).toReversed();
  const offset = Number(query.get("offset") ?? 0);
  const limit = Number(query.get("limit") ?? 200);
  const number = (name: string) => (query.get(name) === null ? null : Number(query.get(name)));
  return ok({
    logs: found.slice(offset, offset + limit),
    total: found.length,
    has_more: offset + limit < found.length,
    active_filters: {
      level: query.get("level"),
      errors_only: query.get("errors_only") === "true" ? true : null,
      newer_than_id: number("newer_than_id"),
      older_than_id: number("older_than_id"),
      operation_id: query.get("operation_id"),
      since: query.get("since"),
    },
  });
}

function tail(call: Call, sim: Sim): Reply {
  const wrong = invalid(call.query);
  if (wrong) return validationError(sim, ["query", wrong], "Input is not valid");
  return { stream: { items: follow(sim, filterOf(call.query)), keepalive: true, whenGone: "stop", realTime: true } };
}

/** The newest entries in their order, then what comes; never ends. */
function* follow(sim: Sim, fits: (entry: LogEntry) => boolean): Generator<StreamItem, void> {
  let lastId = 0;
  for (const entry of sim.state.logs.filter(fits).slice(-REPLAYED)) {
    lastId = Number(entry.id);
    yield { event: "log", data: entry };
  }
  for (;;) {
    const fresh = sim.state.logs.filter((entry) => Number(entry.id) > lastId).filter(fits);
    for (const entry of fresh) {
      lastId = Number(entry.id);
      yield { event: "log", data: entry };
    }
    yield { pauseMs: LOOK_MS };
  }
}

function invalid(query: URLSearchParams): string | null {
  const level = query.get("level");
  if (level !== null && !LEVELS.includes(level)) return "level";
  const limit = Number(query.get("limit") ?? 200);
  return limit >= 1 && limit <= 5_000 ? null : "limit";
}

function filterOf(query: URLSearchParams): (entry: LogEntry) => boolean {
  const errorsOnly = query.get("errors_only") === "true";
  const level = errorsOnly ? null : query.get("level");
  const newer = Number(query.get("newer_than_id") ?? 0);
  const older = Number(query.get("older_than_id") ?? Number.POSITIVE_INFINITY);
  const operation = query.get("operation_id");
  const since = query.get("since");
  return (entry) =>
    (level === null || entry.level === level) &&
    (!errorsOnly || entry.level === "ERROR" || entry.level === "CRITICAL" || SOUNDS_BAD.test(entry.message)) &&
    Number(entry.id) > newer &&
    Number(entry.id) < older &&
    (operation === null || entry.operation_id === operation) &&
    (since === null || Date.parse(entry.timestamp) > Date.parse(since));
}
