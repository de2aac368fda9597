import type { Call } from "#lib/openapi/describe-calls";

const media: Record<string, string> = {
  "application/json": "JSON",
  "application/yaml": "YAML",
  "application/x-ndjson": "lines of JSON",
  "text/csv": "CSV",
  "text/plain": "text",
  "text/event-stream": "stream",
};

export const mediaInWords = (types: readonly string[]): string => types.map((type) => media[type] ?? type).join(", ");

/** How it answers when all goes well: `200 JSON, CSV`. */
export function answersInWords({ answers }: Call): string {
  const good = answers.filter(({ status }) => /^2/.test(status));
  return good.map(({ status, media: types }) => `${status} ${mediaInWords(types)}`.trim()).join("; ") || "303";
}

export const roleInWords = ({ role }: Pick<Call, "role">): string => role ?? "everybody";
