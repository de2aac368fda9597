/** Single sign-on: code flow with PKCE, state and nonce, over `openid-client`, which checks what the provider answers. */
import * as oidc from "openid-client";
import type { Db } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { keyring } from "../crypto/keyring.ts";
import type { Env } from "../env.ts";
import { AppError } from "../errors.ts";
import { userOfProvider } from "../users/user-of-provider.ts";
import type { Role } from "./schema.ts";
import { openSession, type SessionPlace } from "./session.ts";
import { type Claims, nameOfClaims, roleOfClaims } from "./sso-claims.ts";
import { type Journey, writeJourney } from "./sso-journey.ts";
import { ssoProvider } from "./sso-provider.ts";

export const CALLBACK_PATH = "/api/session/sso/callback";

/** Where to send the browser, and the cookie it carries meanwhile. `isAgain`: the provider shall ask for the password. */
export async function startSso(
  env: Env,
  input: { origin: string; next: string; isAgain: boolean },
): Promise<{ location: string; cookie: string }> {
  const provider = await ssoProvider(env);
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const location = oidc.buildAuthorizationUrl(provider, {
    redirect_uri: `${input.origin}${CALLBACK_PATH}`,
    scope: env.OIDC_SCOPES,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...(input.isAgain ? { prompt: "login", max_age: "0" } : {}),
  });
  const { next, isAgain } = input;
  return { location: location.href, cookie: writeJourney(keyring(), { state, nonce, verifier, next, isAgain }) };
}

/** Redeems what the provider sent back for a session; returns its token and the user's name. */
export async function finishSso(
  open: { db: Db; env: Env },
  input: { callback: URL; journey: Journey } & SessionPlace,
): Promise<{ token: string; username: string }> {
  const claims = await redeem(open.env, input);
  const role = roleOfClaims(claims, open.env.OIDC_ROLE_CLAIM, open.env.OIDC_ROLES);
  if (!role) throw noRole(open.env.OIDC_ROLE_CLAIM);
  const user = await userOfProvider(open.db, { ...subjectOf(claims), username: nameOfClaims(claims), role });
  const token = await openSession(open.db, user.id, input);
  await audit(open.db, user, input.address);
  return { token, username: user.username };
}

async function redeem(env: Env, { callback, journey }: { callback: URL; journey: Journey }): Promise<Claims> {
  const provider = await ssoProvider(env);
  try {
    const tokens = await oidc.authorizationCodeGrant(provider, callback, {
      expectedState: journey.state,
      expectedNonce: journey.nonce,
      pkceCodeVerifier: journey.verifier,
      idTokenExpected: true,
      ...(journey.isAgain ? { maxAge: 0 } : {}),
    });
    const claims: Claims = { ...tokens.claims() };
    const isEnough = roleOfClaims(claims, env.OIDC_ROLE_CLAIM, env.OIDC_ROLES) !== null;
    if (isEnough || !provider.serverMetadata().userinfo_endpoint) return claims;
    return { ...(await oidc.fetchUserInfo(provider, tokens.access_token, String(claims.sub))), ...claims };
  } catch (cause) {
    throw explain(cause);
  }
}

/** What went wrong in a sentence; never what the provider or the address bar said. */
function explain(cause: unknown): AppError {
  if (cause instanceof oidc.AuthorizationResponseError)
    return new AppError("unauthenticated", "The provider of single sign-on did not sign you in.", { cause });
  if (cause instanceof oidc.ClientError || cause instanceof oidc.ResponseBodyError)
    return new AppError("unauthenticated", "The answer of single sign-on does not fit. Try again.", { cause });
  return new AppError("backend_unreachable", "The provider of single sign-on does not answer.", { cause });
}

const noRole = (claim: string): AppError =>
  new AppError(
    "forbidden",
    `Your account at the provider has no role for this console: the claim "${claim}" names none. Ask its administrator.`,
  );

const subjectOf = (claims: Claims): { subject: string } => ({ subject: `${claims.iss} ${claims.sub}` });

type Signed = { id: number; username: string; role: Role };

const audit = (db: Db, { id: userId, username, role }: Signed, address: string | null): Promise<void> =>
  recordAudit(
    { db, actor: { kind: "user", userId, username, role, address: address ?? undefined } },
    { action: "sign-in", objectType: "session", objectName: username, after: { by: "single sign-on" } },
  );
