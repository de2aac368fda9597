import { z } from "zod";
import { type Permission, permissionRoles } from "../auth/permissions.ts";
import { errorCodes } from "../errors.ts";
import { ObjectQuery } from "../http/answer.ts";
import type { RouteSpec } from "../http/route.ts";
import { type Components, type JsonSchema, toParameters, toSchema } from "./json-schema.ts";

/** One method of one path: `/jobs/[id]`, `GET`. Without a permission it is open to strangers. */
export type Door = { path: string; method: string; permission?: Permission; spec: Partial<RouteSpec> };

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(errorCodes),
    detail: z.string(),
    request_id: z.string(),
    errors: z.record(z.string(), z.array(z.string())).optional(),
  })
  .meta({ id: "Problem" });

const refusals: Record<string, string> = {
  400: "Something in the request is not valid; `errors` names the fields.",
  401: "Nobody is signed in.",
  403: "The role is too low, the token is read-only, or the request does not come from a page of this console.",
  404: "There is nothing at this address.",
};
/** What is asked of a backend may fail there. */
const readRefusals: Record<string, string> = {
  409: "Not possible in this state.",
  429: "Too many requests; see `Retry-After`.",
  502: "A backend refused, failed or answered something unexpected.",
  503: "A backend could not be reached.",
};
const mutationRefusals: Record<string, string> = {
  ...readRefusals,
  405: "This method does not exist here.",
  412: "It was changed since it was read (`If-Match`).",
  413: "The body is larger than 1 MiB.",
  415: "The content type is not understood.",
};

/** The OpenAPI 3.1 document of these doors, from the schemas that they parse with. Pure. */
export function buildDocument(doors: readonly Door[], version: string): JsonSchema {
  const components: Components = {};
  const responses = refusalResponses(toSchema(Problem, "output", components));
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const door of doors) {
    const path = door.path.replace(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}");
    paths[path] ??= {};
    paths[path][door.method.toLowerCase()] = operation(door, components);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Proxbox Console", version, description: "Everything a page can do, a program can do." },
    servers: [{ url: "/" }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: components,
      responses,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token, `pbx_…`." },
        session: { type: "apiKey", in: "cookie", name: "proxbox-session" },
      },
    },
  };
}

/** What a refusal looks like, by the name `Refused<status>`. */
function refusalResponses(problem: JsonSchema): Record<string, JsonSchema> {
  const content = { "application/problem+json": { schema: problem } };
  const all = Object.entries({ ...refusals, ...mutationRefusals });
  return Object.fromEntries(all.map(([status, description]) => [`Refused${status}`, { description, content }]));
}

function operation(door: Door, components: Components): JsonSchema {
  const { spec, method, permission } = door;
  const isMutation = method !== "GET";
  const known = isMutation ? { ...refusals, ...mutationRefusals } : { ...refusals, ...readRefusals };
  const refused = Object.keys(permission ? known : {}).map((status) => [
    status,
    { $ref: `#/components/responses/Refused${status}` },
  ]);
  const body = isMutation ? requestBody(spec, components) : null;
  return {
    operationId: operationId(door),
    ...(spec.summary ? { summary: spec.summary } : {}),
    tags: [door.path.split("/")[door.path.startsWith("/api/") ? 2 : 1] ?? "console"],
    ...(permission ? { description: `For the role ${permissionRoles[permission]} and above.` } : { security: [] }),
    parameters: [...pathParameters(door, components), ...queryParameters(door, components)],
    ...(body ? { requestBody: body } : {}),
    responses: { ...success(door, components), ...Object.fromEntries(refused) },
  };
}

const operationId = ({ method, path }: Door): string =>
  `${method.toLowerCase()}${path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`.replace(/\W/g, "");

function queryParameters({ method, spec, permission }: Door, components: Components): JsonSchema[] {
  const query = spec.query ?? (permission && method === "GET" ? ObjectQuery : undefined);
  return toParameters(query, "query", components);
}

function pathParameters(door: Door, components: Components): JsonSchema[] {
  const names = [...door.path.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map((match) => match[1]);
  const known = toParameters(door.spec.params, "path", components);
  return names.map(
    (name) =>
      known.find((parameter) => parameter.name === name) ?? {
        name,
        in: "path",
        required: true,
        schema: { type: "string" },
      },
  );
}

/** A form's values are texts: the route reads them as the fields of the JSON body. */
const FORM = {
  type: "object",
  description: "The same fields as text: repeated names are lists, dotted names are objects.",
};

function requestBody(spec: Door["spec"], components: Components): JsonSchema | null {
  const form = { "application/x-www-form-urlencoded": { schema: FORM } };
  if (spec.standsFor) {
    const properties = { _method: { type: "string", enum: spec.standsFor } };
    const schema = { ...FORM, properties, required: ["_method"] };
    return { required: true, content: { "application/x-www-form-urlencoded": { schema } } };
  }
  if (!spec.body) return null;
  const schema = toSchema(spec.body, "input", components);
  return { content: { "application/json": { schema }, ...(spec.hasForm ? form : {}) } };
}

function success(door: Door, components: Components): JsonSchema {
  const { answers, media = [], also = {}, status = 200, hasForm } = door.spec;
  const json = answers ? [["application/json", { schema: toSchema(answers, "output", components) }]] : [];
  const texts = media.map((type) => [type, { schema: { type: "string" } }]);
  const content = Object.fromEntries([...json, ...texts]);
  const isEmpty = json.length + texts.length === 0;
  const headers = { "X-Request-ID": { schema: { type: "string" } } };
  const done = isEmpty
    ? { [status === 200 ? 204 : status]: { description: "Done." } }
    : { [status]: { description: "Done.", headers, content } };
  const others = {
    ...(door.method === "GET" && answers ? { 304: "The reader has it already (`If-None-Match`)." } : {}),
    ...(hasForm ? { 303: "To the page that shows the result: the answer to a native form." } : {}),
    ...also,
  };
  return {
    ...done,
    ...Object.fromEntries(Object.entries(others).map(([code, description]) => [code, { description }])),
  };
}
