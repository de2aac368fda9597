import * as oidc from "openid-client";
import { fetch as undiciFetch } from "undici";
import type { Env } from "../env.ts";
import { AppError } from "../errors.ts";
import type { NetworkPolicy } from "../net/addresses.ts";
import { guardedAgent } from "../net/connect.ts";
import { rememberSecret } from "../redact.ts";
import { singleton } from "../singleton.ts";

/** The operator chose the provider's address in the environment; metadata services are refused all the same. */
const ANYWHERE: NetworkPolicy = { allowed: ["0.0.0.0/0", "::/0"], allowPublic: true, variable: "OIDC_ISSUER" };
const TIMEOUT_S = 10;

/** Is single sign-on set up? */
export const hasSso = (env: Env): boolean => env.OIDC_ISSUER !== undefined && env.OIDC_CLIENT_ID !== undefined;

/** The provider's metadata, read when somebody first signs in and kept; a provider that was down is asked again. */
export async function ssoProvider(env: Env): Promise<oidc.Configuration> {
  const known = singleton("sso.provider", () => new Map<string, Promise<oidc.Configuration>>());
  const name = `${env.OIDC_ISSUER} ${env.OIDC_CLIENT_ID}`;
  const found = known.get(name) ?? discover(env);
  known.set(name, found);
  try {
    return await found;
  } catch (cause) {
    known.delete(name);
    throw new AppError("backend_unreachable", "The provider of single sign-on does not answer.", { cause });
  }
}

function discover(env: Env): Promise<oidc.Configuration> {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (!issuer || !clientId) throw new AppError("not_found", "Single sign-on is not set up.");
  rememberSecret(clientSecret);
  const dispatcher = guardedAgent(ANYWHERE, { verifySsl: true, caFile: env.CONSOLE_CA_FILE });
  // safe because the library calls it with a URL and plain options, which both kinds of fetch share
  const guardedFetch = ((url: string, options: object) =>
    undiciFetch(url, { ...options, dispatcher })) as unknown as oidc.CustomFetch;
  return oidc.discovery(new URL(issuer), clientId, clientSecret, clientSecret ? undefined : oidc.None(), {
    [oidc.customFetch]: guardedFetch,
    timeout: TIMEOUT_S,
    execute: issuer.startsWith("http:") ? [oidc.allowInsecureRequests] : [],
  });
}
