import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export const CLIENT = { id: "proxbox", secret: "client-secret-of-the-tests" };

type Account = Record<string, unknown>;

export type IdentityProvider = {
  issuer: string;
  /** Claims by subject; `signsIn` names who is at the keyboard. */
  accounts: Map<string, Account>;
  signsIn: (subject: string) => void;
  /** Walks the pages of the provider as a browser would, up to the address it is sent back to. */
  walk: (location: string) => Promise<URL>;
  close: () => Promise<void>;
};

/** A real OpenID provider on loopback that signs anybody in without asking. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const accounts = new Map<string, Account>();
  let subject = "";
  let handler: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    claims: { openid: ["sub"], profile: ["preferred_username", "role", "realm_access"] },
    conformIdTokenClaims: true,
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ["only for tests"] },
    interactions: { url: (_ctx: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    findAccount: async (_ctx: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...accounts.get(id) }),
    }),
  });
  const interact = async (request: IncomingMessage, response: ServerResponse) => {
    const { prompt, session, params } = await provider.interactionDetails(request, response);
    if (prompt.name === "login")
      return provider.interactionFinished(request, response, { login: { accountId: subject } });
    const grant = new provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) });
    grant.addOIDCScope("openid profile");
    const result = { consent: { grantId: await grant.save() } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  };
  const answer = provider.callback();
  handler = (request, response) => {
    if (request.url?.startsWith("/interaction/")) interact(request, response).catch((error) => response.destroy(error));
    else answer(request, response);
  };
  return {
    issuer,
    accounts,
    signsIn: (who) => {
      subject = who;
    },
    walk: (location) => walk(location, issuer),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function walk(location: string, issuer: string): Promise<URL> {
  const jar = new Map<string, string>();
  let url = new URL(location);
  while (url.origin === issuer) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie, connection: "close" } });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      jar.set(name, value);
    }
    const next = response.headers.get("location");
    if (!next) throw new Error(`the provider stopped at ${url.pathname} with ${response.status}`);
    url = new URL(next, url);
  }
  return url;
}
