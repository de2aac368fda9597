/**
 * Who asks, and under which name they reach us. `bin/web/run.ts` overwrites every `X-Forwarded-*` header from the socket
 * and the trusted proxies, so that what stands there was not made up by the client.
 */
export type RequestFacts = { address: string | undefined; origin: string; isSecure: boolean };

export function requestFacts(headers: Headers, publicUrl: string | undefined): RequestFacts {
  const address = headers.get("x-forwarded-for")?.split(",")[0]?.trim() || undefined;
  if (publicUrl) return { address, origin: publicUrl, isSecure: publicUrl.startsWith("https:") };
  const scheme = headers.get("x-forwarded-proto") === "https" ? "https" : "http";
  const host = headers.get("x-forwarded-host") ?? headers.get("host") ?? "localhost";
  return { address, origin: `${scheme}://${host}`, isSecure: scheme === "https" };
}

/** A browser that navigates, as opposed to a program. */
export const wantsHtml = (headers: Headers): boolean => headers.get("accept")?.includes("text/html") ?? false;

/** A request that changes nothing. */
export const isSafe = (method: string): boolean => method === "GET" || method === "HEAD";

const FORM_TYPE = /^(application\/x-www-form-urlencoded|multipart\/form-data)/i;

export const isForm = (headers: Headers): boolean => FORM_TYPE.test(headers.get("content-type") ?? "");

/** One slash, not two, no backslash, nothing that is not printable. */
const LOCAL_PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/;

/** `next` after a sign-in: only a path of ours. */
export function localPath(next: string | null | undefined, fallback = "/"): string {
  return next && LOCAL_PATH.test(next) ? next : fallback;
}
