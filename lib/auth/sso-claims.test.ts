import { describe, expect, it } from "vitest";
import { parseEnv } from "../env.ts";
import { nameOfClaims, roleOfClaims } from "./sso-claims.ts";
import { JOURNEY_MS, readJourney, writeJourney } from "./sso-journey.ts";

describe("the role of a claim", () => {
  it("is the highest one it names, in nested claims too, and no role when it names none", () => {
    expect(roleOfClaims({ role: "operator" }, "role")).toBe("operator");
    expect(roleOfClaims({ groups: ["a", "viewer", "admin"] }, "groups")).toBe("admin");
    expect(roleOfClaims({ realm_access: { roles: ["ops"] } }, "realm_access.roles", { ops: "operator" })).toBe(
      "operator",
    );
    expect(roleOfClaims({ "https://x.test/role": "viewer" }, "https://x.test/role")).toBe("viewer");
    for (const role of [undefined, null, 7, {}, "Admin", "toString", ["__proto__"], ["root"]])
      expect(roleOfClaims({ role }, "role", { ops: "admin" })).toBeNull();
  });
});

it("the name of a person is made of what the provider says, in letters a user name may have", () => {
  expect(nameOfClaims({ preferred_username: "ada", email: "a@b.c", sub: "1" })).toBe("ada");
  expect(nameOfClaims({ preferred_username: " ", email: "a@b.c", sub: "1" })).toBe("a@b.c");
  expect(nameOfClaims({ sub: "auth0|12 34" })).toBe("auth0-12-34");
});

it("a journey is read back only with our signature and in time", () => {
  const keyring = [{ kid: "a", key: Buffer.alloc(32, 1) }];
  const journey = { state: "s", nonce: "n", verifier: "v", next: "/", isAgain: false };
  const cookie = writeJourney(keyring, journey, 0);
  expect(readJourney(keyring, cookie, JOURNEY_MS - 1)).toMatchObject(journey);
  expect(readJourney(keyring, cookie, JOURNEY_MS)).toBeNull();
  expect(readJourney([{ kid: "b", key: Buffer.alloc(32, 2) }], cookie, 1)).toBeNull();
  expect(readJourney(keyring, `${cookie}x`, 1)).toBeNull();
});

describe("the environment of single sign-on", () => {
  const base = {
    DATABASE_URL: "postgres://u:p@localhost/db",
    CONSOLE_SECRET_KEYS: `a:${Buffer.alloc(32, 1).toString("base64")}`,
  };
  it("is whole or absent, over https but for this machine, with roles that exist", () => {
    const read = (given: object) => parseEnv({ ...base, ...given });
    expect(
      read({ OIDC_ISSUER: "https://id.test", OIDC_CLIENT_ID: "c", OIDC_ROLES: "a=admin, b=viewer" }).OIDC_ROLES,
    ).toEqual({ a: "admin", b: "viewer" });
    expect(() => read({ OIDC_ISSUER: "https://id.test" })).toThrow("OIDC_CLIENT_ID is not set: OIDC_ISSUER is set");
    expect(() => read({ OIDC_ISSUER: "http://id.test", OIDC_CLIENT_ID: "c" })).toThrow("expected https");
    expect(read({ OIDC_ISSUER: "http://127.0.0.1:9", OIDC_CLIENT_ID: "c" }).OIDC_CLIENT_ID).toBe("c");
    expect(() => read({ OIDC_ROLES: "a=root" })).toThrow("OIDC_ROLES");
  });
});
