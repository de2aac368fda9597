import { type NextRequest, NextResponse } from "next/server";
import { env } from "#lib/env";
import { isOldAddress, pageOfOldAddress } from "#lib/http/old-addresses";
import { NONCE_HEADER, PATH_HEADER } from "#lib/http/page-headers";
import { requestFacts } from "#lib/http/request-facts";

const OPEN_PAGES = new Set(["/login", "/setup"]);
const SESSION_COOKIES = ["proxbox-session", "__Host-proxbox-session"];

/** Request id, a fresh nonce for scripts, and the way to the sign-in. Never who may do what: that is the door's. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const requestId = crypto.randomUUID();
  const nonce = btoa(crypto.randomUUID());
  const headers = new Headers(request.headers);
  headers.set("x-request-id", requestId);
  headers.set(PATH_HEADER, `${pathname}${search}`);
  headers.set(NONCE_HEADER, nonce);
  headers.set("content-security-policy", policy(nonce));

  const page = isNavigation(request) ? pageOfOldAddress(pathname) : null;
  if (page) return seeOther(request, `${page}${search}`);
  if (needsSignIn(request, pathname)) {
    return seeOther(request, pathname === "/" ? "/login" : `/login?next=${encodeURIComponent(pathname + search)}`);
  }

  const response = passOn(request, headers);
  response.headers.set("x-request-id", requestId);
  response.headers.set("content-security-policy", policy(nonce));
  if (requestFacts(request.headers, env().CONSOLE_PUBLIC_URL).isSecure)
    response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

/** A page and a route cannot share a folder: what is sent to such a page goes to the route that stands for it. */
function passOn(request: NextRequest, headers: Headers): NextResponse {
  const pathname = request.nextUrl.pathname.replace(/\/$/, "");
  if (request.method !== "POST" || !OPEN_PAGES.has(pathname)) return NextResponse.next({ request: { headers } });
  const target = request.nextUrl.clone();
  target.pathname = `/api/session${pathname}`;
  return NextResponse.rewrite(target, { request: { headers } });
}

function needsSignIn(request: NextRequest, pathname: string): boolean {
  if (request.method !== "GET" || OPEN_PAGES.has(pathname)) return false;
  // The reference of the interface is a page among its addresses.
  if (/^\/(api|sync)(\/|$)/.test(pathname) && !(pathname === "/api/docs" && isNavigation(request))) return false;
  if (isOldAddress(pathname) && !isNavigation(request)) return false;
  if (request.headers.has("authorization")) return false;
  return !SESSION_COOKIES.some((name) => request.cookies.has(name));
}

const isNavigation = (request: NextRequest): boolean =>
  request.method === "GET" && (request.headers.get("accept")?.includes("text/html") ?? false);

/** Next wants an absolute location here and sends the relative one: right behind a proxy, too. */
function seeOther(request: NextRequest, location: string): NextResponse {
  const headers = { location: new URL(location, request.url).href, "cache-control": "no-store" };
  return new NextResponse(null, { status: 303, headers });
}

function policy(nonce: string): string {
  // The development server evaluates code and opens a socket of its own.
  const development = process.env.NODE_ENV === "development";
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}

export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico|icon.svg).*)"] };
