import type { Db } from "#db/client";
import { readCookie, sessionCookieName } from "../http/cookies.ts";
import type { RequestFacts } from "../http/request-facts.ts";
import { verifyToken } from "../tokens/verify.ts";
import type { UserActor } from "./schema.ts";
import { readSession } from "./session.ts";

const BEARER = /^(?:Bearer|Token)\s+(\S+)$/i;

/** Who acts: the API token of the request, else its session cookie; null for a stranger. */
export async function readActor(db: Db, headers: Headers, facts: RequestFacts): Promise<UserActor | null> {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const token = BEARER.exec(authorization.trim())?.[1];
    return token ? verifyToken(db, token, facts.address) : null;
  }
  const cookie = readCookie(headers, sessionCookieName(facts.isSecure));
  return cookie ? readSession(db, cookie, facts.address) : null;
}
