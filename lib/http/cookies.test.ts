import { expect, it } from "vitest";
import { deviceCookieName, serializeCookie, sessionCookieName, ssoCookieName } from "./cookies.ts";

it("cookies are bound to this host and to TLS where there is TLS, and no script reads them", () => {
  for (const name of [sessionCookieName, deviceCookieName, ssoCookieName]) {
    expect(name(true)).toMatch(/^__Host-/);
    expect(serializeCookie(name(true), "v", { maxAgeS: 9, isSecure: true })).toBe(
      `${name(true)}=v; Path=/; Max-Age=9; HttpOnly; SameSite=Lax; Secure`,
    );
    expect(serializeCookie(name(false), "v", { maxAgeS: 9, isSecure: false })).toBe(
      `${name(false)}=v; Path=/; Max-Age=9; HttpOnly; SameSite=Lax`,
    );
  }
});
