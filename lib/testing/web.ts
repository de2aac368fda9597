import type { OpenDb } from "#db/client";
import type { Role } from "../auth/schema.ts";
import { systemActor } from "../auth/schema.ts";
import { openSession } from "../auth/session.ts";
import { parseEnv } from "../env.ts";
import { type Listener, openListener } from "../events/listen.ts";
import { silentLogger } from "../log.ts";
import { setSingleton } from "../singleton.ts";
import { issueToken } from "../tokens/issue.ts";
import { createUser } from "../users/create-user.ts";
import { TEST_KEYS } from "./process.ts";

export const ORIGIN = "http://console.test";
export const PASSWORD = "wooden spoon orchestra";

export type TestWeb = {
  listener: Listener;
  /** A user of this role with a session and a token. */
  user: (role: Role) => Promise<{ id: number; username: string; cookie: string; token: string }>;
  close: () => Promise<void>;
};

let serial = 0;

/** What the web process has, on a test's database: the handlers of routes can be called then. */
export function testWeb(open: OpenDb, variables: Record<string, string> = {}): TestWeb {
  const listener = openListener(open.url, silentLogger);
  const env = parseEnv({
    DATABASE_URL: open.url,
    CONSOLE_SECRET_KEYS: TEST_KEYS,
    ...variables,
  });
  setSingleton("runtime", { ...open, env, listener, log: silentLogger });
  return {
    listener,
    async user(role) {
      const username = `${role}-${++serial}`;
      const system = { db: open.db, actor: systemActor("test") };
      const created = await createUser(system, { username, password: PASSWORD, role });
      const session = await openSession(open.db, created.id, { address: null, userAgent: null });
      const issued = await issueToken(system, { name: "test", role }, created.id);
      return { id: created.id, username, cookie: `proxbox-session=${session}`, token: issued.token };
    },
    async close() {
      setSingleton("runtime", undefined);
      await listener.close();
    },
  };
}

type Ask = {
  method?: string;
  cookie?: string;
  token?: string;
  json?: unknown;
  form?: Record<string, string | string[]>;
  headers?: Record<string, string>;
};

/** A request as a browser on our own page, or a program, would send it. */
export function ask(path: string, options: Ask = {}): Request {
  const headers = new Headers({ host: "console.test", ...options.headers });
  if (options.cookie) headers.set("cookie", options.cookie);
  if (options.cookie && !headers.has("sec-fetch-site") && !headers.has("origin"))
    headers.set("sec-fetch-site", "same-origin");
  if (options.token) headers.set("authorization", `Bearer ${options.token}`);
  let body: string | undefined;
  if (options.json !== undefined) {
    headers.set("content-type", "application/json");
    body = JSON.stringify(options.json);
  }
  if (options.form) {
    headers.set("content-type", "application/x-www-form-urlencoded");
    body = new URLSearchParams(
      Object.entries(options.form).flatMap(([name, value]) => [value].flat().map((item) => [name, item])),
    ).toString();
  }
  const method = options.method ?? (body === undefined ? "GET" : "POST");
  return new Request(`${ORIGIN}${path}`, { method, headers, body });
}

/** The second argument of a route handler. */
export const at = (params: Record<string, string | string[]> = {}) => ({ params: Promise.resolve(params) });
