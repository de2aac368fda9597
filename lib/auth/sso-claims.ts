import type { Role } from "./schema.ts";
import { roles } from "./schema.ts";

export type Claims = { [name: string]: unknown };

/**
 * The highest role that a claim names: itself, or through `names`. `path` may lead into nested claims with dots, a claim
 * whose own name has dots wins. Null when it names none.
 */
export function roleOfClaims(claims: Claims, path: string, names: Record<string, Role> = {}): Role | null {
  const value = claims[path] ?? path.split(".").reduce<unknown>(inner, claims);
  const values = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");
  const own = (text: string): Role | undefined =>
    Object.hasOwn(names, text) ? names[text] : roles.find((role) => role === text);
  const found = new Set(values.map(own));
  return roles.toReversed().find((role) => found.has(role)) ?? null;
}

const inner = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Claims)[name] : undefined;

const MAX_NAME_CHARS = 150;

/** A user name from what the provider calls the person, in the letters that ours may have. */
export function nameOfClaims(claims: Claims): string {
  const candidates = [claims.preferred_username, claims.email, claims.sub];
  const text = candidates.find((one): one is string => typeof one === "string" && one.trim() !== "") ?? "";
  return text
    .normalize("NFKC")
    .replace(/[^\w.@+-]+/g, "-")
    .slice(0, MAX_NAME_CHARS);
}
