import type { Ctx } from "../ctx.ts";
import type { EndpointKind, PublicEndpoint } from "../endpoints/schema.ts";
import { getCheck } from "../status/get.ts";
import { serviceOfKind, type WireCheck } from "../status/schema.ts";
import { testEndpoint } from "../status/test-endpoint.ts";

/**
 * Looks at an endpoint now, unless its credential was refused and nothing changed since: every further try counts
 * towards a lockout, so what was found then stands until its pause is over. NetBox locks nobody out for a token, and a
 * permission is given there, where we see nothing of it: who runs the doctor again wants to know.
 */
export async function examineEndpoint(ctx: Ctx, kind: EndpointKind, endpoint: PublicEndpoint): Promise<WireCheck> {
  const known = await getCheck(ctx, serviceOfKind[kind], endpoint.id);
  return isHeld(known, endpoint) ? known : testEndpoint(ctx, kind, endpoint.id);
}

/** Must this endpoint be left alone for now? */
export function isHeld(check: WireCheck, endpoint: Pick<PublicEndpoint, "updated_at">, now = new Date()): boolean {
  if (check.service === "netbox" || check.authentication !== "error" || !check.checked_at || !check.next_check_at)
    return false;
  return new Date(check.next_check_at) > now && endpoint.updated_at <= check.checked_at;
}
