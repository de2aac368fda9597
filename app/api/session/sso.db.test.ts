import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { CALLBACK_PATH } from "#lib/auth/sso";
import { CLIENT, type IdentityProvider, startIdentityProvider } from "#lib/testing/identity-provider";
import { setUpProcess } from "#lib/testing/process";
import { ask, at, ORIGIN, PASSWORD, type TestWeb, testWeb } from "#lib/testing/web";
import { GET as me } from "../me/route.ts";
import { POST as signIn } from "./login/route.ts";
import { GET as comeBack } from "./sso/callback/route.ts";
import { GET as leave } from "./sso/route.ts";

let open: OpenDb;
let web: TestWeb;
let provider: IdentityProvider;
let serial = 0;

beforeAll(async () => {
  setUpProcess();
  provider = await startIdentityProvider(`${ORIGIN}${CALLBACK_PATH}`);
  open = await testDatabase();
  web = testWeb(open, {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_ROLES: "netops=operator",
  });
});
afterAll(async () => {
  await web.close();
  await open.close();
  await provider.close();
});

let subject: string;
/** Somebody new is at the keyboard, and the provider knows this of them. */
beforeEach(() => person({ role: "viewer" }));
function person(claims: object): void {
  subject = `subject-${++serial}`;
  provider.accounts.set(subject, { preferred_username: `person-${serial}`, ...claims });
  provider.signsIn(subject);
}

const cookieOf = (answer: Response, name: string): string =>
  new RegExp(`${name}=([^;]*)`).exec(answer.headers.getSetCookie().join("\n"))?.[1] ?? "";
const messageOf = (answer: Response): string => {
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/login"]);
  expect(cookieOf(answer, "proxbox-session")).toBe("");
  return JSON.parse(Buffer.from(cookieOf(answer, "form"), "base64url").toString("utf8")).message;
};

async function away(query = "") {
  const left = await leave(ask(`/api/session/sso${query}`));
  const location = left.headers.get("location") ?? "";
  return { location: new URL(location, ORIGIN), journey: cookieOf(left, "proxbox-sso"), left };
}
const arrive = (url: URL, journey: string) =>
  comeBack(ask(`${url.pathname}${url.search}`, { headers: { cookie: `proxbox-sso=${journey}` } }));
async function through(query = "") {
  const { location, journey } = await away(query);
  return arrive(await provider.walk(location.href), journey);
}
const whoIs = async (answer: Response) =>
  (await me(ask("/api/me", { cookie: `proxbox-session=${cookieOf(answer, "proxbox-session")}` }), at())).json();

describe("single sign-on", () => {
  it("goes to the provider with code, PKCE, state and nonce, and comes back signed in where one wanted to go", async () => {
    const { location, journey, left } = await away("?next=/jobs");
    const sent = Object.fromEntries(location.searchParams);
    expect(sent).toMatchObject({ response_type: "code", code_challenge_method: "S256", client_id: CLIENT.id });
    expect([sent.state, sent.nonce, sent.code_challenge].every((value) => (value?.length ?? 0) >= 43)).toBe(true);
    expect(left.headers.getSetCookie().join("\n")).toMatch(
      /proxbox-sso=[^;]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax/,
    );
    const back = await arrive(await provider.walk(location.href), journey);
    expect([back.status, back.headers.get("location")]).toEqual([303, "/jobs"]);
    expect(await whoIs(back)).toMatchObject({ username: `person-${serial}`, role: "viewer" });
    expect(cookieOf(back, "proxbox-sso")).toBe("");
  });

  it("does not lead to another site afterwards", async () => {
    expect((await through("?next=https://evil.test/")).headers.get("location")).toBe("/");
  });

  it("gives the highest role the claim names, by its own words and by the mapping, at each sign-in anew", async () => {
    person({ role: ["staff", "netops", "viewer"] });
    const first = await through();
    expect(await whoIs(first)).toMatchObject({ role: "operator" });
    provider.accounts.set(subject, { role: "admin" });
    const second = await through();
    expect(await whoIs(second)).toMatchObject({ username: `person-${serial}`, role: "admin" });
    expect((await whoIs(first)).code).toBe("unauthenticated");
    const { rows } = await open.pool.query("select count(*)::int as count from users where oidc_subject like $1", [
      `% ${subject}`,
    ]);
    expect(rows[0].count).toBe(1);
  });

  it("is asked for the password again where that is wanted", async () => {
    const { location } = await away("?again=true");
    expect(Object.fromEntries(location.searchParams)).toMatchObject({ prompt: "login", max_age: "0" });
  });
});

describe("single sign-on is refused, and the page says why,", () => {
  it("without a role in the claim", async () => {
    person({ role: ["something else"] });
    expect(messageOf(await through())).toContain('the claim "role" names none');
    const { rows } = await open.pool.query("select 1 from users where oidc_subject like $1", [`% ${subject}`]);
    expect(rows).toEqual([]);
  });

  it("with another state", async () => {
    const { location, journey } = await away();
    const back = await provider.walk(location.href);
    back.searchParams.set("state", "another");
    expect(messageOf(await arrive(back, journey))).toContain("does not fit");
  });

  it("with another nonce", async () => {
    const { location, journey } = await away();
    location.searchParams.set("nonce", "another-nonce-of-an-attacker");
    expect(messageOf(await arrive(await provider.walk(location.href), journey))).toContain("does not fit");
  });

  it("with a code that was begun in another browser, or with no journey or a forged one", async () => {
    const [mine, theirs] = [await away(), await away()];
    const back = await provider.walk(theirs.location.href);
    expect(messageOf(await arrive(back, mine.journey))).toContain("does not fit");
    expect(messageOf(await arrive(back, ""))).toContain("not begun in this browser");
    expect(messageOf(await arrive(back, `${theirs.journey.split(".")[0]}.forged`))).toContain("not begun");
  });

  it("with a code that was used already", async () => {
    const { location, journey } = await away();
    const back = await provider.walk(location.href);
    expect((await arrive(back, journey)).headers.get("location")).toBe("/");
    expect(messageOf(await arrive(back, journey))).toMatch(/does not fit|did not sign you in/);
  });

  it("when the person said no at the provider, whose words are not shown", async () => {
    const { location, journey } = await away();
    const back = new URL(`${ORIGIN}${CALLBACK_PATH}`);
    back.search = new URLSearchParams({
      error: "access_denied",
      error_description: "<b>call 555</b>",
      state: location.searchParams.get("state") ?? "",
      iss: provider.issuer,
    }).toString();
    expect(messageOf(await arrive(back, journey))).toBe("The provider of single sign-on did not sign you in.");
  });

  it("for a user who is disabled here", async () => {
    await through();
    await open.pool.query("update users set enabled = false where oidc_subject like $1", [`% ${subject}`]);
    expect(messageOf(await through())).toContain("disabled");
  });

  it("for the name of a local user, who stays who it is", async () => {
    const local = await web.user("admin");
    person({ preferred_username: local.username, role: "admin" });
    expect(messageOf(await through())).toContain(`a local user ${local.username} already`);
  });
});

describe("while the provider is down", () => {
  it("single sign-on says so, comes back with the provider, and local administrators sign in", async () => {
    const down = testWeb(open, { OIDC_ISSUER: "http://127.0.0.1:9", OIDC_CLIENT_ID: "proxbox" });
    const local = await down.user("admin");
    expect(messageOf((await away()).left)).toBe("The provider of single sign-on does not answer.");
    const entered = await signIn(
      ask("/login", {
        form: { username: local.username, password: PASSWORD },
        headers: { "sec-fetch-site": "same-origin" },
      }),
    );
    expect([entered.status, entered.headers.get("location")]).toEqual([303, "/"]);
    const without = testWeb(open);
    expect(messageOf((await away()).left)).toBe("Single sign-on is not set up here.");
    await down.listener.close();
    await without.close();
  });
});
