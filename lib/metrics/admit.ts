import { constantTimeEqual } from "../crypto/token.ts";

/** Does this header hold the token for metrics? Without a token there are none. */
export function mayReadMetrics(authorization: string | null | undefined, token: string | undefined): boolean {
  const sent = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  return token !== undefined && constantTimeEqual(sent, token);
}
