/**
 * The door of every route: who acts and may they, does the request come from where it should, is what was sent what
 * the route expects; and every failure leaves as a problem, or goes back to the form it came from.
 */
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { readActor } from "../auth/actor.ts";
import type { Permission } from "../auth/permissions.ts";
import { requirePermission } from "../auth/require.ts";
import type { UserActor } from "../auth/schema.ts";
import type { Ctx } from "../ctx.ts";
import { AppError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { type Runtime, runtime } from "../runtime.ts";
import { type Body, readBody } from "./body.ts";
import { assertSameOrigin } from "./csrf.ts";
import { formDone, formRefused } from "./form-state.ts";
import { problemResponse } from "./problem.ts";
import { queryValues } from "./query.ts";
import { localPath, type RequestFacts, requestFacts, wantsHtml } from "./request-facts.ts";

export type RouteInput<P, Q, B> = {
  ctx: Ctx & { actor: UserActor };
  params: P;
  query: Q;
  body: B;
  request: Request;
  facts: RequestFacts;
  runtime: Runtime;
  /** Did a native form send this? */
  isNativeForm: boolean;
  /** Is whoever opened a long answer still allowed to read it? */
  isStillAllowed: () => Promise<boolean>;
};

export type RouteOptions<P, Q, B> = {
  permission: Permission;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** A Response, or a value that is answered as JSON with `status`; undefined is 204. */
  handle: (input: RouteInput<P, Q, B>) => Promise<unknown>;
  status?: number;
  /** For the document of the interface only: one line, the body that the verb itself parses, and the answer. */
  summary?: string;
  accepts?: z.ZodType;
  answers?: z.ZodType;
  /** Where a native form goes when it was done. */
  done?: (result: never, input: RouteInput<P, Q, B>) => string;
};

type Segment = { params: Promise<Record<string, string | string[]>> };

export type Route = ((request: Request, segment: Segment) => Promise<Response>) & {
  /** With a body that was read already: how a native form reaches another method. */
  withBody: (request: Request, segment: Segment, body: Body) => Promise<Response>;
  permission: Permission;
  /** What the document of the interface says about it. */
  spec: RouteSpec;
};

export type RouteSpec = {
  summary?: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  answers?: z.ZodType;
  status: number;
};

const SAFE = new Set(["GET", "HEAD"]);

export function route<P = unknown, Q = unknown, B = unknown>(options: RouteOptions<P, Q, B>): Route {
  const run = async (request: Request, segment: Segment, known?: Body): Promise<Response> => {
    const requestId = request.headers.get("x-request-id") ?? randomUUID();
    const open = runtime();
    const facts = requestFacts(request.headers, open.env.CONSOLE_PUBLIC_URL);
    let body: Body = known ?? { kind: "none", values: {} };
    try {
      const actor = await admit(open, request, facts, options.permission);
      if (!SAFE.has(request.method) && !known) body = await readBody(request);
      const input = await prepare(options, { request, segment, facts, open, actor, body });
      const result = await options.handle(input);
      return finish(options, result, { input, requestId, body, facts });
    } catch (error) {
      return refuse(error, { request, requestId, body, facts, open });
    }
  };
  return Object.assign((request: Request, segment: Segment) => run(request, segment), {
    withBody: run,
    permission: options.permission,
    spec: specOf(options),
  });
}

function specOf<P, Q, B>(options: RouteOptions<P, Q, B>): RouteSpec {
  const { summary, params, query, answers, status = 200 } = options;
  return { summary, params, query, body: options.accepts ?? options.body, answers, status };
}

async function admit(open: Runtime, request: Request, facts: RequestFacts, permission: Permission): Promise<UserActor> {
  const actor = await readActor(open.db, request.headers, facts);
  if (!actor) throw new AppError("unauthenticated", "Sign in, or send an API token as Authorization: Bearer pbx_….");
  if (!SAFE.has(request.method)) {
    if (actor.tokenId === undefined) assertSameOrigin(request.headers, facts.origin);
    if (actor.writeEnabled === false) throw new AppError("forbidden", "This API token is read-only.");
  }
  requirePermission(actor, permission);
  return actor;
}

async function prepare<P, Q, B>(
  options: RouteOptions<P, Q, B>,
  given: { request: Request; segment: Segment; facts: RequestFacts; open: Runtime; actor: UserActor; body: Body },
): Promise<RouteInput<P, Q, B>> {
  const { request, facts, open, actor, body } = given;
  const params = options.params ? parsePath(options.params, await given.segment.params) : (undefined as P);
  const query = options.query
    ? parseInput(options.query, queryValues(new URL(request.url).searchParams))
    : (undefined as Q);
  return {
    ctx: { db: open.db, actor },
    params,
    query,
    body: options.body ? parseInput(options.body, body.values) : (body.values as B),
    request,
    facts,
    runtime: open,
    isNativeForm: body.kind === "form",
    isStillAllowed: async () => (await readActor(open.db, request.headers, facts)) !== null,
  };
}

/** A path whose parts are not even of the right shape names nothing. */
function parsePath<P>(schema: z.ZodType<P>, params: unknown): P {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new AppError("not_found", "There is nothing at this address.");
  return parsed.data;
}

function finish<P, Q, B>(
  options: RouteOptions<P, Q, B>,
  result: unknown,
  { input, requestId, body, facts }: { input: RouteInput<P, Q, B>; requestId: string; body: Body; facts: RequestFacts },
): Response {
  if (result instanceof Response) {
    result.headers.set("x-request-id", requestId);
    return result;
  }
  if (body.kind === "form" && options.done && !acceptsJson(input.request.headers)) {
    return formDone(localPath(body.next, options.done(result as never, input)), facts);
  }
  const headers = { "cache-control": "no-store", "x-request-id": requestId };
  if (result === undefined) return new Response(null, { status: 204, headers });
  return Response.json(absoluteUrls(result, facts.origin), { status: options.status ?? 200, headers });
}

const acceptsJson = (headers: Headers): boolean =>
  !wantsHtml(headers) && (headers.get("accept")?.includes("application/json") ?? false);

function refuse(
  error: unknown,
  given: { request: Request; requestId: string; body: Body; facts: RequestFacts; open: Runtime },
): Response {
  const { request, requestId, body, facts } = given;
  if (!(error instanceof AppError))
    given.open.log.error({ err: error, requestId, path: new URL(request.url).pathname }, "request failed");
  const isPerson = wantsHtml(request.headers);
  if (isPerson && error instanceof AppError && error.code === "unauthenticated") {
    const next = SAFE.has(request.method) ? new URL(request.url).pathname : "/";
    return formDone(`/login?next=${encodeURIComponent(localPath(next))}`, facts);
  }
  const isForm = body.kind === "form" && !acceptsJson(request.headers);
  if (isForm) return formRefused(error, { request, facts, values: body.values, requestId });
  return problemResponse(error, requestId);
}

/** `url` is relative inside; whoever asks gets it absolute. */
export function absoluteUrls(value: unknown, origin: string): unknown {
  if (Array.isArray(value)) return value.map((item) => absoluteUrls(item, origin));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    name === "url" && typeof item === "string" && item.startsWith("/")
      ? `${origin}${item}`
      : name === "results"
        ? absoluteUrls(item, origin)
        : item,
  ]);
  return Object.fromEntries(entries);
}
