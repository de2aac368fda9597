import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { getEndpoint } from "../endpoints/get.ts";
import { parseEndpointInput } from "../endpoints/parse.ts";
import type { EndpointKind } from "../endpoints/schema.ts";
import { invalidField } from "../errors.ts";
import { rememberSecret } from "../redact.ts";
import { readSettings } from "../settings/read.ts";
import { checkEndpoint } from "./check.ts";
import { type LookTarget, lookAt } from "./look.ts";
import { serviceOfKind, type WireCheck } from "./schema.ts";
import { toWireFacts } from "./to-wire.ts";

/** Looks at an endpoint now, stores the result, and answers it also when the look failed. */
export async function testEndpoint(ctx: Ctx, kind: EndpointKind, id: number): Promise<WireCheck> {
  requirePermission(ctx.actor, "endpoints:test");
  await getEndpoint(ctx, kind, id);
  const { keepalive_interval_seconds: everySeconds } = await readSettings(ctx.db);
  const timing = { everyMs: everySeconds * 1000, now: () => new Date() };
  return checkEndpoint(ctx.db, { service: serviceOfKind[kind], id, timing, isAsked: true });
}

/** An id that no stored endpoint has. */
const UNSAVED = 0;

/** Tries an endpoint as it was typed, before it is saved: nothing is stored, and no key is registered. */
export async function testUnsavedEndpoint(ctx: Ctx, kind: EndpointKind, body: unknown): Promise<WireCheck> {
  requirePermission(ctx.actor, "endpoints:write");
  const values = parseEndpointInput(kind, body);
  if (!values.domain && !values.ip_address) throw invalidField("domain", "enter a domain or an IP address");
  const facts = await lookAt(unsavedTarget(kind, body));
  return {
    service: serviceOfKind[kind],
    endpoint_id: UNSAVED,
    status: facts.reachable && facts.authenticated ? "success" : "error",
    ...toWireFacts(facts),
    checked_at: new Date().toISOString(),
    changed_at: null,
    next_check_at: null,
  };
}

function unsavedTarget(kind: EndpointKind, body: unknown): LookTarget {
  if (kind === "backends") {
    const input = parseEndpointInput("backends", body);
    const place = { ...placeOf(input), useHttps: input.use_https, key: input.token };
    return { service: "fastapi", target: place };
  }
  if (kind === "netbox") {
    const input = parseEndpointInput("netbox", body);
    const { token, token_key: tokenKey, token_version: tokenVersion } = input;
    rememberSecret(token);
    return { service: "netbox", target: { ...placeOf(input), token, tokenKey, tokenVersion } };
  }
  const input = parseEndpointInput("proxmox", body);
  for (const secret of [input.password, input.token_value]) rememberSecret(secret);
  const { username, password, token_name: tokenName, token_value: tokenValue } = input;
  return { service: "proxmox", target: { ...placeOf(input), username, password, tokenName, tokenValue } };
}

type Place = { name: string; domain: string | null; ip_address: string | null; port: number; verify_ssl: boolean };

const placeOf = (input: Place) => ({
  id: UNSAVED,
  name: input.name,
  domain: input.domain,
  ipAddress: input.ip_address,
  port: input.port,
  verifySsl: input.verify_ssl,
});
