import type { Call, CallField } from "./describe-calls.ts";

type Asked = Pick<Call, "method" | "path" | "parameters">;

/** Where a call goes with these values: those of the path in their places, the others as its query. Null while one of the path is missing. Browser-safe. */
export function callAddress(call: Asked, values: Readonly<Record<string, string>>): string | null {
  let path = call.path;
  const query = new URLSearchParams();
  for (const { name, place } of call.parameters) {
    const value = values[name]?.trim() ?? "";
    if (place === "query") {
      if (value !== "") query.append(name, value);
      continue;
    }
    if (value === "") return null;
    // The rest of an address may have slashes of its own; nothing else may lead out of its place.
    path = path.replace(`{${name}}`, value.split("/").map(encodeURIComponent).join("/"));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

const samples: [RegExp, unknown][] = [
  [/^list of/, []],
  [/^(integer|number)/, 0],
  [/^boolean/, false],
  [/^object/, {}],
];

/** A body with the fields that must be there, to be filled in. */
export function sampleBody(fields: readonly CallField[]): string {
  const wanted = fields.filter(({ required }) => required);
  const sampleOf = (type: string) => samples.find(([pattern]) => pattern.test(type))?.[1] ?? "";
  return JSON.stringify(Object.fromEntries(wanted.map(({ name, type }) => [name, sampleOf(type)])), null, 2);
}

/** The same call as a command line, for a script. */
export function callCommand(method: string, url: string, body: string | null): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  return [
    `curl -X ${method} -H ${quoted("Authorization: Bearer pbx_…")}`,
    ...(body === null ? [] : [`-H ${quoted("Content-Type: application/json")} -d ${quoted(body)}`]),
    quoted(url),
  ].join(" \\\n  ");
}
