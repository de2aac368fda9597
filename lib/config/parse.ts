import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { type AppError, addFieldError, type FieldErrors, invalidField, invalidFields } from "../errors.ts";
import { fieldPath, type InputProblem, problemsOf } from "../parse-input.ts";
import { isSecretKey, redactText } from "../redact.ts";
import { ConfigDocument } from "./schema.ts";

/** How often anchors may be repeated: a short text must not unfold into a huge one. */
const MAX_ALIASES = 100;
const MAX_PROBLEMS = 20;
const MAX_VALUE_CHARS = 80;

type Written = Record<string, unknown>;

/** A configuration, as it was written too, and how to refuse it with the lines and values that are wrong. */
export type ParsedConfig = {
  document: ConfigDocument;
  written: { settings?: Written; endpoints?: Record<string, Written[]>; schedules?: Written[]; webhooks?: Written[] };
  refuse: (problems: readonly InputProblem[]) => AppError;
};

/** YAML text → configuration; throws `invalid` naming path, line and value of everything that is wrong. */
export function parseConfig(text: string): ParsedConfig {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: true });
  const [broken] = yaml.errors;
  if (broken) throw invalidField("document", `is no valid YAML: ${redactText(broken.message.split("\n", 1)[0] ?? "")}`);
  const refuse = (problems: readonly InputProblem[]) => refusal(problems, { yaml, lines });
  const values = toValues(yaml);
  const parsed = ConfigDocument.safeParse(values);
  if (!parsed.success) throw refuse(problemsOf(parsed.error).map(aboutSecrets));
  return { document: parsed.data, written: values as ParsedConfig["written"], refuse }; // safe because it was parsed
}

function toValues(yaml: Document): unknown {
  try {
    return yaml.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw invalidField("document", `is no usable YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Who writes a secret into the file is told where it belongs. */
function aboutSecrets(problem: InputProblem): InputProblem {
  if (!isSecretKey(String(problem.path.at(-1) ?? ""))) return problem;
  return { ...problem, message: "is a secret, and a configuration holds none; take it out and enter it on its page" };
}

type Source = { yaml: Document; lines: LineCounter };

function refusal(problems: readonly InputProblem[], source: Source): AppError {
  const fields: FieldErrors = {};
  for (const { path, message } of problems.slice(0, MAX_PROBLEMS)) {
    addFieldError(fields, fieldPath(path) || "document", `${message}${whereOf(path, message, source)}`);
  }
  const more = problems.length - MAX_PROBLEMS;
  return invalidFields(fields, more > 0 ? ` (and ${more} more than are listed)` : "");
}

/** ` (line 12, is "abc")`: the nearest thing that is there, with its value when that is short and no secret. */
function whereOf(path: readonly PropertyKey[], message: string, { yaml, lines }: Source): string {
  for (let length = path.length; length > 0; length -= 1) {
    const node = yaml.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    const value = length === path.length ? valueText(path, node.toJS(yaml)) : null;
    const said = value === null || message.includes(value) ? "" : `, is ${value}`;
    return ` (line ${lines.linePos(node.range[0]).line}${said})`;
  }
  return "";
}

function valueText(path: readonly PropertyKey[], value: unknown): string | null {
  if (isSecretKey(String(path.at(-1))) || (typeof value === "object" && value !== null)) return null;
  const text = redactText(JSON.stringify(value) ?? "");
  return text.length > MAX_VALUE_CHARS ? null : text;
}
