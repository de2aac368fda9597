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
import { jsonAnswer } from "./answer.ts";
import { type Body, readBody } from "./body.ts";
import { assertSameOrigin } from "./csrf.ts";
import { formDone, formRefused } from "./form-state.ts";
import { problemResponse } from "./problem.ts";
import { assertText, readQuery } from "./read-query.ts";
import { isSafe, localPath, type RequestFacts, requestFacts, wantsHtml } from "./request-facts.ts";

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

/** An answer beside the usual one, for the document of the interface: in words, with what it holds when it holds anything. */
export type OtherAnswer = string | { description: string; answers?: z.ZodType; media?: readonly string[] };

export type RouteOptions<P, Q, B> = {
  permission: Permission;
  params?: z.ZodType<P>;
  /** Without one, a read takes the choice of fields of every object, a mutation nothing. */
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** A Response, or a value that is answered as JSON with `status`; undefined is 204. */
  handle: (input: RouteInput<P, Q, B>) => Promise<unknown>;
  status?: number;
  /** For the document of the interface only: one line, the body that the verb itself parses, and the answer. */
  summary?: string;
  accepts?: z.ZodType;
  answers?: z.ZodType;
  /** Content types of an answer that is no JSON, or not always. */
  media?: readonly string[];
  /** Other answers that are no refusals, by status. */
  also?: Readonly<Record<number, OtherAnswer>>;
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
  media?: readonly string[];
  also?: Readonly<Record<number, OtherAnswer>>;
  /** How a door that is open to strangers refuses; one with a permission may refuse in every way that a route can. */
  refusals?: readonly number[];
  /** Where it is reached when that is not where it lies: a page is shown there to a GET. */
  address?: string;
  status: number;
  /** Is there a native form for it, that goes on to a page? */
  hasForm: boolean;
  /** The methods that a native form reaches here; nothing else is accepted. */
  standsFor?: readonly string[];
};

export function route<P = unknown, Q = unknown, B = unknown>(options: RouteOptions<P, Q, B>): Route {
  const run = async (request: Request, segment: Segment, known?: Body): Promise<Response> => {
    const requestId = request.headers.get("x-request-id") ?? randomUUID();
    const open = runtime();
    const facts = requestFacts(request.headers, open.env.CONSOLE_PUBLIC_URL);
    let body: Body = known ?? { kind: "none", values: {} };
    try {
      const actor = await admit(open, request, facts, options.permission);
      if (!isSafe(request.method) && !known) body = await readBody(request);
      const input = await prepare(options, { request, requestId, segment, facts, open, actor, body });
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
  const { summary, params, query, answers, media, also, status = 200 } = options;
  const body = options.accepts ?? options.body;
  return { summary, params, query, body, answers, media, also, status, hasForm: options.done !== undefined };
}

async function admit(open: Runtime, request: Request, facts: RequestFacts, permission: Permission): Promise<UserActor> {
  const actor = await readActor(open.db, request.headers, facts);
  if (!actor) throw new AppError("unauthenticated", "Sign in, or send an API token as Authorization: Bearer pbx_….");
  if (!isSafe(request.method)) {
    if (actor.tokenId === undefined) assertSameOrigin(request.headers, facts.origin);
    if (actor.writeEnabled === false) throw new AppError("forbidden", "This API token is read-only.");
  }
  requirePermission(actor, permission);
  return actor;
}

async function prepare<P, Q, B>(
  options: RouteOptions<P, Q, B>,
  given: {
    request: Request;
    requestId: string;
    segment: Segment;
    facts: RequestFacts;
    open: Runtime;
    actor: UserActor;
    body: Body;
  },
): Promise<RouteInput<P, Q, B>> {
  const { request, facts, open, actor, body } = given;
  const params = options.params ? parsePath(options.params, await given.segment.params) : (undefined as P);
  const query = readQuery(options.query, request);
  assertText(body.values, "body");
  return {
    ctx: { db: open.db, actor, requestId: given.requestId },
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
  const { request, query } = input;
  return jsonAnswer(result, { request, origin: facts.origin, requestId, status: options.status ?? 200, query });
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
    const next = isSafe(request.method) ? new URL(request.url).pathname : "/";
    return formDone(`/login?next=${encodeURIComponent(localPath(next))}`, facts);
  }
  const isForm = body.kind === "form" && !acceptsJson(request.headers);
  if (isForm)
    return formRefused(error, {
      request,
      action: new URL(request.url).pathname,
      facts,
      values: body.values,
      requestId,
    });
  return problemResponse(error, requestId);
}
