import { singleton } from "./singleton.ts";

export const REDACTED = "[redacted]";

const SECRET_KEY =
  /^(.*[_-])?(password|passwd|passphrase|secret|token|token_value|token_key|authorization|api[_-]?key|apikey|x-proxbox-api-key|cookie|set-cookie|private[_-]?key|pveauthcookie|csrfpreventiontoken|ticket)$/i;

/** Keys that look secret and hold none. */
const HARMLESS_KEY = /^(has_token|has_password|token_version|token_name|csrf_token_name|tokens?_count)$/i;

const SECRET_TEXT: readonly [RegExp, string][] = [
  [/\b(PVEAPIToken=[^\s=!]+![^\s=]+=)[^\s"',;]+/g, `$1${REDACTED}`],
  [
    /\b(Bearer|Token)\s+(?!is\b|and\b|for\b|was\b|not\b|from\b|the\b|version\b)[A-Za-z0-9._~+/=-]{16,}/g,
    `$1 ${REDACTED}`,
  ],
  [/\bpbx_[A-Za-z0-9]{6,}_[A-Za-z0-9_-]{20,}/g, REDACTED],
  [/\bnbt_[A-Za-z0-9]{8,}\.[A-Za-z0-9]{20,}/g, REDACTED],
  [/(https?:\/\/[^\s/:@]+:)[^\s/@]+@/g, `$1${REDACTED}@`],
  [
    /\b(password|passwd|secret|token_value|api[_-]?key)(["']?\s*[:=]\s*["']?)(?!null|undefined|true|false|required)[^\s"',;&}]{4,}/gi,
    `$1$2${REDACTED}`,
  ],
];

/** Secrets shorter than this are not remembered: replacing them everywhere would mangle ordinary words. */
const MIN_REMEMBERED_LENGTH = 8;

/** Each with its spellings, which are looked for in every line of a log. */
const remembered = (): Map<string, string[]> => singleton("redact.secrets", () => new Map<string, string[]>());

/** From now on this value is removed from every text that passes redaction in this process. */
export function rememberSecret(value: string | null | undefined): void {
  if (value && value.length >= MIN_REMEMBERED_LENGTH) remembered().set(value, spellings(value));
}

/** As it is, in a JSON text, in a JSON text within another, and in a URL. */
function spellings(secret: string): string[] {
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const all = [secret, inJson(secret), inJson(inJson(secret)), encodeURIComponent(secret.toWellFormed())];
  // The longest first: a shorter one inside it would leave its frame.
  return [...new Set(all.sort((a, b) => b.length - a.length))];
}

/** Scrubs a text by value (every secret this process has opened) and by shape. Untouched text is returned as is. */
export function redactText(text: string): string {
  let result = text;
  for (const spelt of remembered().values()) {
    for (const spelling of spelt) {
      if (result.includes(spelling)) result = result.replaceAll(spelling, REDACTED);
    }
  }
  for (const [pattern, replacement] of SECRET_TEXT) result = result.replace(pattern, replacement);
  return result;
}

/** The same for what may not have been said. */
export const redactSaid = <T extends string | null | undefined>(text: T): T =>
  (typeof text === "string" ? redactText(text) : text) as T; // safe because a text stays a text

/** True when the value stored under this key must not be shown. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key) && !HARMLESS_KEY.test(key);
}

/** Deep copy of a JSON-like value with secrets removed by key and by text; the shape stays. Fails closed. */
export function redact(value: unknown, depth = 0): unknown {
  if (depth > 64) return REDACTED;
  if (typeof value === "string") return redactText(value);
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isSecretKey(key) && item !== null && item !== "" && typeof item !== "boolean"
        ? REDACTED
        : redact(item, depth + 1),
    ]),
  );
}

/**
 * Redacts a JSON text. Returns the very same string when nothing was found, so that what a backend sent is
 * kept byte for byte; otherwise the scrubbed value, serialised again.
 */
export function redactJsonText(text: string): string {
  const scrubbed = redactText(text);
  if (!HAS_SECRET_KEY.test(text)) return scrubbed;
  try {
    const before = JSON.parse(text) as unknown;
    const after = JSON.stringify(redact(before));
    return after === JSON.stringify(before) ? text : after;
  } catch {
    return scrubbed;
  }
}

/** Cheap test that spares parsing for the many frames without any such key. */
const HAS_SECRET_KEY =
  /(password|passwd|passphrase|secret|token|authorization|api[_-]?key|cookie|private[_-]?key|ticket)[^"]*"\s*:/i;
