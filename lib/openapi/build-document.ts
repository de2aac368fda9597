import { type Permission, permissionRoles } from "../auth/permissions.ts";
import { ObjectQuery } from "../http/answer.ts";
import type { RouteSpec } from "../http/route.ts";
import { answersOf, refusalResponses } from "./answers.ts";
import { PAGE_MARK } from "./find-path.ts";
import { type Components, type JsonSchema, toParameters, toSchema } from "./json-schema.ts";

/** One method of one path: `/jobs/[id]`, `GET`. Without a permission it is open to strangers. */
export type Door = { path: string; method: string; permission?: Permission; spec: Partial<RouteSpec> };

/** The OpenAPI 3.1 document of these doors, from the schemas that they parse with. Pure. */
export function buildDocument(doors: readonly Door[], version: string): JsonSchema {
  const components: Components = {};
  const responses = refusalResponses(components);
  const paths: Record<string, JsonSchema> = {};
  for (const door of doors) {
    const path = door.path.replace(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}");
    paths[path] = { ...paths[path], [door.method.toLowerCase()]: operation(door, components) };
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

function operation(door: Door, components: Components): JsonSchema {
  const { spec, method, permission } = door;
  const body = method === "GET" ? null : requestBody(spec, components);
  return {
    operationId: operationId(door),
    ...(spec.address ? { [PAGE_MARK]: true } : {}),
    ...(spec.summary ? { summary: spec.summary } : {}),
    tags: [door.path.split("/")[door.path.startsWith("/api/") ? 2 : 1] ?? "console"],
    ...(permission ? { description: `For the role ${permissionRoles[permission]} and above.` } : { security: [] }),
    parameters: [...pathParameters(door, components), ...queryParameters(door, components)],
    ...(body ? { requestBody: body } : {}),
    responses: answersOf(door, components),
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
