import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const APP = join(import.meta.dirname, "../../app");
/** Addresses of the interface, written in quotes or as templates. */
const TARGET = /["`]((?:\/(?:api|sync|preferences)(?=[/"`?#])|\/log(?:in|out)(?=["`?#])|\/setup(?=["`#]))[^"`?#]*)/g;
/** What is named for another reason than to be called: the state of a form that comes back, the way to a page. */
const NO_CALL =
  /(readFormState\(|redirect\(|[hH]ref[=:] ?\{?|next[=:] ?\{?|value=|const page = |\/\*\* .*|name="next" .*)$/;
const PAGES = /^\/(login|setup)$/;

export type PageCall = { file: string; target: string; methods: string[] };

/**
 * What the pages call, as their source says it: the method of a form, of a button that is one, of a link or a fetch. An
 * address that is kept in a name is called by whatever uses the name in the same file; without any, its methods are not
 * known here and the list is empty.
 */
export function pageCalls(): PageCall[] {
  return globSync("**/*.{ts,tsx}", { cwd: APP })
    .filter((file) => !/\.test\.|^api\/|route\.ts$/.test(file))
    .toSorted()
    .flatMap((file) => callsOf(readFileSync(join(APP, file), "utf8")).map((call) => ({ file, ...call })));
}

/** The calls of one source text. Pure. */
export function callsOf(source: string): Omit<PageCall, "file">[] {
  const found: Omit<PageCall, "file">[] = [];
  for (const match of source.matchAll(TARGET)) {
    const [, target = ""] = match;
    const before = source.slice(0, match.index);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    if (NO_CALL.test(line) && (PAGES.test(target) || !/[hH]ref/.test(line))) continue;
    const methods = methodsAt(source, match.index);
    const name = methods.length === 0 && /const (\w+) = [^=]*$/.exec(line)?.[1];
    if (name) found.push(...usesOf(source, name, target));
    else found.push({ target, methods });
  }
  return found;
}

/** What is sent to `action`, and to `${action}/run`. */
function usesOf(source: string, name: string, target: string): Omit<PageCall, "file">[] {
  const uses = [...source.matchAll(new RegExp(`[aA]ction=\\{(?:${name}\\}|\`\\$\\{${name}\\}([^\`?#]*))`, "g"))];
  if (uses.length === 0) return [{ target, methods: [] }];
  return uses.map((use) => ({ target: target + (use[1] ?? ""), methods: methodsAt(source, use.index + 1) }));
}

/** The methods with which what stands here is called; several when a form serves for several. */
function methodsAt(source: string, index: number): string[] {
  const line = source.slice(source.lastIndexOf("\n", index) + 1, index);
  if (/post: $|testAction=\{[^}]*$|syncUrl=\{?$|data-sync-url=\{?$/.test(line)) return ["POST"];
  if (/(fetch|EventSource|getJson|pollKeepalive|#read)\($|[uU]rl=\{[^}]*$|listUrl: $|[hH]ref=[^>]*$/.test(line))
    return ["GET"];
  const tag = tagAt(source, index);
  return tag ? methodsOfTag(tag) : [];
}

function methodsOfTag(tag: string): string[] {
  if (tag.startsWith("<DeleteMenu")) return ["DELETE"];
  const named = [...tag.matchAll(/(?:\bmethod=|_method: )[^\n]*?"(PATCH|PUT|DELETE)"/g)].map(
    ([, method = ""]) => method,
  );
  if (named.length > 0) return /method=\{.*\?/.test(tag) ? [...named, "POST"] : named;
  if (tag.startsWith("<form")) return /method="post"/.test(tag) ? ["POST"] : ["GET"];
  return /^<(Action|Busy|Edit)Form/.test(tag) ? ["POST"] : [];
}

/** The opening tag around an attribute. */
function tagAt(source: string, index: number): string | null {
  const start = [...source.slice(0, index).matchAll(/<[A-Za-z]\w*\s/g)].at(-1)?.index;
  if (start === undefined) return null;
  const end = /(?<!=)>(?=\s|<|$|[A-Z{])/.exec(source.slice(index));
  return source.slice(start, index + (end?.index ?? 0));
}
