import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const ROOMS = ["app", "lib", "db", "workers"] as const;
const MAX_LINES = 300;
const MAX_TEST_LINES = 500;

type Source = { path: string; text: string; imports: { target: string; typeOnly: boolean }[] };

const sources: Source[] = ROOMS.flatMap((room) => list(join(root, room))).map(read);
const byPath = new Map(sources.map((source) => [source.path, source]));

function list(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return list(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function read(path: string): Source {
  const text = readFileSync(path, "utf8");
  const statements = text.matchAll(
    /^(import|export)\s+(type\s+)?[^;'"]*?from\s+["']([^"']+)["']|^import\s+["']([^"']+)["']/gm,
  );
  const imports = [...statements].map((match) => ({
    target: resolveImport(path, match[3] ?? match[4] ?? ""),
    typeOnly: match[2] !== undefined,
  }));
  return { path: relative(root, path).split(sep).join("/"), text, imports };
}

function resolveImport(from: string, specifier: string): string {
  if (specifier.startsWith("."))
    return relative(root, resolve(dirname(from), specifier))
      .split(sep)
      .join("/");
  const alias = /^#(lib|db|ui|data|app)\/(.+)$/.exec(specifier);
  if (!alias) return specifier;
  const folders = { lib: "lib", db: "db", ui: "app/_ui", data: "app/_data", app: "app" };
  const base = `${folders[alias[1] as keyof typeof folders]}/${alias[2]}`;
  return alias[1] === "ui" || alias[1] === "app" ? `${base}.tsx` : `${base}.ts`;
}

const isTest = (path: string) =>
  /\.(test|spec)\.tsx?$/.test(path) || path.startsWith("db/testing") || path === "workers/testing.ts";
const room = (path: string) => path.split("/")[0];
const code = sources.filter((source) => !isTest(source.path));
const FOUNDATION =
  /^lib\/(env|errors|json|log|parallel|parse-input|redact|time|singleton|metrics)\.ts$|^lib\/(crypto|sse|net|format)\//;
const COMPOSITION_ROOTS = ["workers/run.ts", "lib/runtime.ts"];

function offences(rule: (source: Source) => string[]): string[] {
  return code.flatMap((source) => rule(source).map((problem) => `${source.path}: ${problem}`));
}

describe("the house", () => {
  it("lets app and workers use lib, lib use db, and nothing else", () => {
    const allowed: Record<string, string[]> = {
      app: ["app", "lib"],
      workers: ["workers", "lib"],
      lib: ["lib", "db"],
      db: ["db"],
    };
    const found = offences((source) =>
      source.imports
        .filter(({ target, typeOnly }) => !typeOnly && ROOMS.includes(room(target) as (typeof ROOMS)[number]))
        .filter(({ target }) => !allowed[room(source.path) ?? ""]?.includes(room(target) ?? ""))
        .filter(() => !COMPOSITION_ROOTS.includes(source.path))
        .map(({ target }) => `imports ${target}. Move what you need into lib as a verb and call that.`),
    );
    expect(found).toEqual([]);
  });

  it("keeps the foundation of lib free of nouns", () => {
    const found = offences((source) =>
      FOUNDATION.test(source.path)
        ? source.imports
            .filter(({ target, typeOnly }) => !typeOnly && target.startsWith("lib/") && !FOUNDATION.test(target))
            .map(({ target }) => `is foundation and imports ${target}. Pass the value in instead.`)
        : [],
    );
    expect(found).toEqual([]);
  });

  it("lets only stores and db speak SQL", () => {
    const found = offences((source) => {
      if (room(source.path) === "db" || /(^|\/|-)store\.ts$/.test(source.path)) return [];
      return source.imports
        .filter(
          ({ target, typeOnly }) => !typeOnly && (target.startsWith("drizzle-orm") || target.startsWith("db/schema")),
        )
        .map(({ target }) => `imports ${target}. Put the query into the noun's store.ts.`);
    });
    expect(found).toEqual([]);
  });

  it("keeps each noun's store to itself", () => {
    const found = offences((source) =>
      source.imports
        .filter(({ target, typeOnly }) => !typeOnly && /^lib\/[^/]+\/(.*-)?store\.ts$/.test(target))
        .filter(({ target }) => dirname(target) !== dirname(source.path) && !target.startsWith("lib/events/"))
        .filter(() => !source.path.startsWith("lib/testing/"))
        .map(({ target }) => `imports ${target}. Call a verb of that noun instead.`),
    );
    expect(found).toEqual([]);
  });

  it("reads the environment in one place", () => {
    const found = offences((source) =>
      source.path !== "lib/env.ts" && /process\.env\b/.test(source.text)
        ? ["reads process.env. Add the variable to lib/env.ts and pass the value in."]
        : [],
    );
    expect(found).toEqual([]);
  });

  it("sends nothing of the server to the browser", () => {
    const server = /^(node:|pg$|pg-boss$|undici$|pino$|drizzle-orm|db\/|lib\/env\.ts|lib\/runtime\.ts)/;
    const found = code
      .filter((source) => /^["']use client["']/m.test(source.text))
      .flatMap((source) =>
        serverImports(source, server, new Set()).map(
          (chain) => `${source.path}: reaches ${chain}. Import a pure file (schema, fold, format).`,
        ),
      );
    expect(found).toEqual([]);
  });

  it("has no barrel and no drawer", () => {
    const found = code
      .map((source) => source.path)
      .filter((path) => path !== "db/schema/index.ts")
      .filter(
        (path) =>
          /(^|\/)(index|utils|helpers|common|misc|manager|service|types|client)\.tsx?$/.test(path) &&
          path !== "db/client.ts" &&
          !path.startsWith("lib/netbox/"),
      )
      .map((path) => `${path}: name the file for what it does.`);
    expect(found).toEqual([]);
  });

  it("keeps files small and their names in kebab-case", () => {
    const found = sources.flatMap((source) => {
      const lines = source.text.split("\n").length - 1;
      const limit = isTest(source.path) ? MAX_TEST_LINES : MAX_LINES;
      const name = source.path.split("/").pop() ?? "";
      const problems: string[] = [];
      if (lines > limit)
        problems.push(`${source.path}: ${lines} lines, ${limit} allowed. Split it by reason to change.`);
      if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*\.tsx?$/.test(name)) problems.push(`${source.path}: use kebab-case.`);
      return problems;
    });
    expect(found).toEqual([]);
  });
});

function serverImports(source: Source, server: RegExp, seen: Set<string>): string[] {
  if (seen.has(source.path)) return [];
  seen.add(source.path);
  return source.imports
    .filter(({ typeOnly }) => !typeOnly)
    .flatMap(({ target }) => {
      if (server.test(target)) return [`${target} (through ${source.path})`];
      const next = byPath.get(target);
      return next ? serverImports(next, server, seen) : [];
    });
}
