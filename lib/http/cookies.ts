/** The session cookie: with the `__Host-` prefix and `Secure` where the console is reached by https. */
export const sessionCookieName = (isSecure: boolean): string =>
  isSecure ? "__Host-proxbox-session" : "proxbox-session";

/** Tells a browser that signed in before from every other one; see `lib/auth/device.ts`. */
export const deviceCookieName = (isSecure: boolean): string => (isSecure ? "__Host-proxbox-device" : "proxbox-device");

/** What a browser carries while it is away at the provider of single sign-on. */
export const ssoCookieName = (isSecure: boolean): string => (isSecure ? "__Host-proxbox-sso" : "proxbox-sso");

/** What the door keeps of a refused native form for its page. */
export const FORM_COOKIE = "form";

export type CookieOptions = { maxAgeS: number; isSecure: boolean };

/** A Set-Cookie value that no script reads. */
export function serializeCookie(name: string, value: string, { maxAgeS, isSecure }: CookieOptions): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
}

export function readCookie(headers: Headers, name: string): string | null {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}
