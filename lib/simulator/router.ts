import type { StreamPlan } from "./write-stream.ts";

export type Call = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  /** The body as sent, and as JSON when it is JSON. */
  text: string;
  json: unknown;
  params: Record<string, string>;
  host: string;
};

export type Reply =
  | { status: number; json: unknown; headers?: Record<string, string>; closes?: boolean }
  | { status: number; text: string; contentType?: string; headers?: Record<string, string> }
  | { stream: StreamPlan };

export type Route<S> = { method: string; path: string; answer: (call: Call, sim: S) => Reply | Promise<Reply> };

export const json = (status: number, body: unknown, headers?: Record<string, string>): Reply => ({
  status,
  json: body,
  ...(headers ? { headers } : {}),
});
export const ok = (body: unknown): Reply => json(200, body);
export const detail = (status: number, text: unknown): Reply => json(status, { detail: text });

/** The envelope of a `ProxboxException`. */
export const problem = (status: number, message: string, why: unknown = null, exception: string | null = null): Reply =>
  json(status, { message, detail: why, python_exception: exception });

/** What an unexpected exception answers; the connection is closed afterwards. */
export const internalError = (): Reply => ({
  status: 500,
  json: { message: "Internal server error", detail: "An unexpected error occurred.", python_exception: null },
  closes: true,
});

/** Finds the route of a call; answers 404, 405 and the redirect of a slash too many or too few like FastAPI. */
export function findRoute<S>(routes: readonly Route<S>[], call: Call): Route<S> | Reply {
  const allowed: string[] = [];
  for (const route of routes) {
    const params = match(route.path, call.path);
    if (!params) continue;
    if (route.method === call.method) {
      call.params = params;
      return route;
    }
    allowed.push(route.method);
  }
  if (allowed.length > 0)
    return json(405, { detail: "Method Not Allowed" }, { allow: [...new Set(allowed)].join(", ") });
  const other = call.path.endsWith("/") ? call.path.slice(0, -1) : `${call.path}/`;
  if (other && routes.some((route) => match(route.path, other))) {
    const query = call.query.size > 0 ? `?${call.query}` : "";
    return { status: 307, text: "", headers: { location: `http://${call.host}${other}${query}` } };
  }
  return detail(404, "Not Found");
}

/** `/a/{x}` and `/a/{rest...}`; null when the path is another one. */
function match(pattern: string, path: string): Record<string, string> | null {
  const want = pattern.split("/");
  const have = path.split("/");
  const params: Record<string, string> = {};
  for (const [at, part] of want.entries()) {
    const name = /^\{(\w+)(\.\.\.)?\}$/.exec(part);
    if (name?.[2]) {
      params[name[1] ?? ""] = have.slice(at).join("/");
      return have.length > at ? params : null;
    }
    const value = have[at];
    if (value === undefined || (name ? value === "" : value !== part)) return null;
    if (name?.[1] === "id" && !/^\d+$/.test(value)) return null;
    if (name) params[name[1] ?? ""] = decodeURIComponent(value);
  }
  return want.length === have.length ? params : null;
}
