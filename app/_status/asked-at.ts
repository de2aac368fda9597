import type { WireCheck } from "#lib/status/schema";

/** Where an endpoint was last asked, which of its addresses that is, and what it answered; null before the first time. */
export function askedAt(check: WireCheck): string | null {
  const { target_address: host, target_port: port, served_by: servedBy, http_status: status, latency_ms: ms } = check;
  if (host === null) return null;
  const place = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const which = servedBy === null ? "" : `, its ${servedBy === "primary" ? "first" : "fallback"} address`;
  return `asked at ${place}${which}${status === null ? "" : `, HTTP ${status}`}${ms === null ? "" : `, ${ms} ms`}`;
}
