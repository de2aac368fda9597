import { z } from "zod";
import { etagOf, matchesEtag } from "./etag.ts";
import { fieldNames, queryBoolean } from "./query.ts";

/** What every object may be asked for. */
export const objectQuery = {
  brief: queryBoolean.optional(),
  fields: fieldNames.optional(),
  format: z.literal("json").optional(),
};
export const ObjectQuery = z.strictObject(objectQuery);

type Choice = { brief?: boolean; fields?: string };

const BRIEF = new Set(["id", "url", "display_url", "name", "status", "enabled", "username"]);

/** The fields of an object that were asked for: those named, the few of `brief`, or all. */
export function chooseFields(row: Record<string, unknown>, query: Choice): Record<string, unknown> {
  const named = query.fields ? new Set(query.fields.split(",").map((name) => name.trim())) : null;
  const wanted = named ?? (query.brief ? BRIEF : null);
  return wanted ? Object.fromEntries(Object.entries(row).filter(([name]) => wanted.has(name))) : row;
}

/** An object is chosen from itself; a list keeps its envelope, and its objects are chosen from. */
function chooseFrom(value: Record<string, unknown>, query: Choice): Record<string, unknown> {
  if (!Array.isArray(value.results)) return chooseFields(value, query);
  return { ...value, results: value.results.map((row) => (isPlain(row) ? chooseFields(row, query) : row)) };
}

/** `url` is relative inside; whoever asks gets it absolute. */
export function absoluteUrls(value: unknown, origin: string): unknown {
  if (Array.isArray(value)) return value.map((item) => absoluteUrls(item, origin));
  if (!isPlain(value)) return value;
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

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

type Given = { request: Request; origin: string; requestId: string; status: number; query: unknown };

/**
 * A value as JSON, with the fields that were asked for. What is read carries a weak ETag (304 for who has it already),
 * and so does a changed object; what was made says where it is.
 */
export function jsonAnswer(result: unknown, given: Given): Response {
  const { request, origin, requestId, status } = given;
  const headers = new Headers({ "cache-control": "no-store", "x-request-id": requestId });
  if (result === undefined) return new Response(null, { status: 204, headers });
  const value = absoluteUrls(result, origin);
  if (!isPlain(value)) return Response.json(value, { status, headers });
  const isRead = request.method === "GET" || request.method === "HEAD";
  const url = typeof value.url === "string" ? value.url : null;
  if (isRead || url) headers.set("etag", etagOf(value));
  if (url && (status === 201 || status === 202)) headers.set("location", url);
  if (isRead && matchesEtag(request.headers.get("if-none-match"), etagOf(value)))
    return new Response(null, { status: 304, headers });
  const choice = isPlain(given.query) ? (given.query as Choice) : {}; // safe because the schemas above made it
  return Response.json(isRead ? chooseFrom(value, choice) : value, { status, headers });
}
