import { z } from "zod";
import { errorCodes } from "../errors.ts";
import type { OtherAnswer, RouteSpec } from "../http/route.ts";
import type { Door } from "./build-document.ts";
import { chosenFields } from "./chosen-fields.ts";
import { type Components, type JsonSchema, toSchema } from "./json-schema.ts";

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

const always: Record<string, string> = {
  400: "Something in the request is not valid; `errors` names the fields.",
  401: "Nobody is signed in; a browser is sent to the sign-in instead.",
  403: "The role is too low, the token is read-only, or the request does not come from a page of this console.",
  404: "There is nothing at this address.",
  // What is asked of a backend may fail there.
  409: "Not possible in this state.",
  429: "Too many requests; see `Retry-After`.",
  502: "A backend refused, failed or answered something unexpected.",
  503: "A backend could not be reached.",
};
const ofMutations: Record<string, string> = {
  405: "This method does not exist here.",
  412: "It was changed since it was read (`If-Match`).",
  413: "The body is larger than 1 MiB.",
  415: "The content type is not understood.",
};
/** Said while the request is read, by no route and about every address. */
const TOO_LONG = "431";

/** What a refusal looks like, by the name `Refused<status>`. */
export function refusalResponses(components: Components): Record<string, JsonSchema> {
  const content = { "application/problem+json": { schema: toSchema(Problem, "output", components) } };
  const all = Object.entries({ ...always, ...ofMutations }).map(([status, description]) => [
    `Refused${status}`,
    { description, content },
  ]);
  const tooLong = { description: "The address and the headers are longer than 16 KiB. Without a body." };
  return { ...Object.fromEntries(all), [`Refused${TOO_LONG}`]: tooLong };
}

/** Every answer of a door by status: what it answers when all goes well, and how it may refuse. */
export function answersOf(door: Door, components: Components): JsonSchema {
  const refused = refusalsOf(door).map((status) => [status, { $ref: `#/components/responses/Refused${status}` }]);
  return { ...Object.fromEntries(refused), ...success(door, components) };
}

function refusalsOf({ permission, method, spec }: Door): string[] {
  if (!permission) return [...(spec.refusals ?? []).map(String), TOO_LONG];
  return [...Object.keys(method === "GET" ? always : { ...always, ...ofMutations }), TOO_LONG];
}

function success(door: Door, components: Components): JsonSchema {
  const { answers, media, also = {}, status = 200, hasForm } = door.spec;
  const content = contentOf({ answers, media }, components, (schema) => ofRead(door, schema, components));
  const headers = { "X-Request-ID": { schema: { type: "string" } } };
  const done = content
    ? { [status]: { description: "Done.", headers, content } }
    : { [status === 200 ? 204 : status]: { description: "Done." } };
  const others: Record<string, OtherAnswer> = {
    ...(door.method === "GET" && door.permission && answers
      ? { 304: "The reader has it already (`If-None-Match`)." }
      : {}),
    ...(door.method === "GET" ? {} : { 303: hasForm ? TO_RESULT : TO_FORM }),
    ...also,
  };
  const described = Object.entries(others).map(([code, other]) => [code, otherAnswer(other, components)]);
  return { ...done, ...Object.fromEntries(described) };
}

const TO_RESULT = "To the page that shows the result, or back to the form: the answer to a native form.";
const TO_FORM = "Back to where it came from: what is sent as a form and refused.";

function otherAnswer(other: OtherAnswer, components: Components): JsonSchema {
  if (typeof other === "string") return { description: other };
  const content = contentOf(other, components);
  return { description: other.description, ...(content ? { content } : {}) };
}

/** What a reader takes apart into an object; anything else is text to it. */
const PARSED = new Set(["application/yaml"]);

function contentOf(
  { answers, media = [] }: Pick<RouteSpec, "answers" | "media">,
  components: Components,
  adapt = (schema: JsonSchema) => schema,
): JsonSchema | null {
  const json = answers ? [["application/json", { schema: adapt(toSchema(answers, "output", components)) }]] : [];
  const texts = media.map((type) => [type, { schema: { type: PARSED.has(type) ? "object" : "string" } }]);
  const all = [...json, ...texts];
  return all.length === 0 ? null : Object.fromEntries(all);
}

/** A read that lets its reader choose fields answers no more than those. */
function ofRead({ method, permission, spec }: Door, schema: JsonSchema, components: Components): JsonSchema {
  // A read without a query of its own takes the choice of fields.
  const shape = (spec.query as z.ZodObject | undefined)?.shape;
  const hasChoice = method === "GET" && permission && (spec.query === undefined || (shape && "fields" in shape));
  return hasChoice ? chosenFields(schema, components) : schema;
}
