import { AppError } from "../errors.ts";
import { isForm } from "./request-facts.ts";

const MAX_BODY_BYTES = 1024 * 1024;

export type Body = {
  kind: "form" | "json" | "none";
  values: unknown;
  /** What a native form cannot say by itself: another method, and where to go afterwards. */
  method?: string;
  next?: string;
};

/** The body of a mutation: JSON, or a native form as an object (repeated names become lists, dotted names objects). */
export async function readBody(request: Request): Promise<Body> {
  const text = await readLimited(request);
  if (isForm(request.headers)) return readForm(new URLSearchParams(text));
  if (text.trim() === "") return { kind: "none", values: {} };
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/([\w.+-]+\+)?json/i.test(type)) {
    throw new AppError(
      "unsupported_media_type",
      `Content-Type ${type || "(none)"} is not understood; send application/json.`,
    );
  }
  try {
    return { kind: "json", values: JSON.parse(text) };
  } catch (cause) {
    throw new AppError("invalid", "body: is not valid JSON", { cause, fields: { body: ["is not valid JSON"] } });
  }
}

function readForm(form: URLSearchParams): Body {
  const method = form.get("_method")?.toUpperCase();
  return { kind: "form", values: formValues(form), method, next: form.get("next") ?? undefined };
}

async function readLimited(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MAX_BODY_BYTES) {
      await reader.cancel();
      throw new AppError("payload_too_large", `The body is larger than ${MAX_BODY_BYTES} bytes.`);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Names of the form's own machinery, which are no fields of the object. */
const MACHINERY = new Set(["_method", "next"]);

/** `a=1&b.c=2&b.d=&ids=1&ids=2` → `{a: "1", b: {c: "2"}, ids: ["1", "2"]}`; an empty dotted name means "not said". */
export function formValues(form: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (MACHINERY.has(name)) continue;
    const all = form.getAll(name);
    const value = all.length === 1 ? all[0] : all;
    const [head = "", ...rest] = name.split(".");
    if (rest.length === 0) values[head] = value;
    else {
      values[head] ??= {};
      const inner = values[head] as Record<string, unknown>; // safe because only dotted names make it
      if (value !== "") inner[rest.join(".")] = Array.isArray(value) ? value.at(-1) : value;
    }
  }
  return values;
}
