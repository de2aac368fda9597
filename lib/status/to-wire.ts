import type { CheckFacts, Service, WireCheck } from "./schema.ts";
import type { CheckRow } from "./store.ts";

export type Checked = {
  id: number;
  enabled: boolean;
  domain: string | null;
  ip_address: string | null;
  port: number;
};

const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;

/** The last known state of an endpoint: `unknown` before the first look, `disabled` while nobody looks. */
export function toWireCheck(service: Service, endpoint: Checked, row: CheckRow | null): WireCheck {
  const base = {
    service,
    endpoint_id: endpoint.id,
    checked_at: iso(row?.checkedAt),
    changed_at: iso(row?.changedAt),
    next_check_at: endpoint.enabled ? iso(row?.nextCheckAt) : null,
  };
  if (!row?.checkedAt || !endpoint.enabled) return { ...base, ...notLookedAt(endpoint) };
  const facts = row.result as unknown as CheckFacts; // safe because only facts are stored with `checked_at`
  return { ...base, status: row.status, ...toWireFacts(facts) };
}

type WireFacts = Omit<WireCheck, "service" | "endpoint_id" | "status" | "checked_at" | "changed_at" | "next_check_at">;

export const toWireFacts = (facts: CheckFacts): WireFacts => ({
  reachable: facts.reachable,
  authenticated: facts.authenticated,
  version: facts.version,
  target_address: facts.targetAddress,
  target_port: facts.targetPort,
  served_by: facts.servedBy,
  authentication: facts.authentication,
  api_access: facts.apiAccess,
  detail: facts.detail,
  http_status: facts.httpStatus,
  warnings: facts.warnings,
  layers: facts.layers,
  latency_ms: facts.latencyMs,
});

const notLookedAt = ({ enabled, domain, ip_address, port }: Checked): WireFacts & Pick<WireCheck, "status"> => ({
  status: enabled ? "unknown" : "disabled",
  reachable: null,
  authenticated: null,
  version: null,
  target_address: domain ?? ip_address,
  target_port: port,
  served_by: null,
  authentication: "pending",
  api_access: enabled ? "pending" : "disabled",
  detail: enabled ? "Not checked yet." : "This endpoint is disabled; nobody looks at it.",
  http_status: null,
  warnings: [],
  layers: [],
  latency_ms: null,
});
