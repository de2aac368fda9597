import { AppError } from "../errors.ts";

/** A mutation with a cookie must come from our own pages. Throws `csrf`. */
export function assertSameOrigin(headers: Headers, origin: string): void {
  const site = headers.get("sec-fetch-site");
  if (site !== null) {
    if (site === "same-origin") return;
    throw refused(`Sec-Fetch-Site is ${site}`);
  }
  const from = headers.get("origin");
  if (from === null) throw refused("the request has neither Sec-Fetch-Site nor Origin");
  if (from !== origin) throw refused(`it comes from ${from} and this is ${origin}`);
}

const refused = (why: string): AppError =>
  new AppError(
    "csrf",
    `This request does not come from a page of this console: ${why}. Programs use an API token instead of a cookie.`,
  );
