import { inTransaction } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Ctx } from "../ctx.ts";
import { oneFlight } from "../one-flight.ts";
import { deadline } from "../time.ts";
import { backendChecks, fitCheck } from "./backend-checks.ts";
import { consoleChecks } from "./console-checks.ts";
import { netboxChecks } from "./netbox-checks.ts";
import { proxmoxChecks } from "./proxmox-checks.ts";
import { openRound } from "./round.ts";
import { runChecks } from "./run-checks.ts";
import { countFindings, type DoctorReport, type Finding, worstOf } from "./schema.ts";
import { saveReport } from "./store.ts";

/** Whoever asked is a browser that waits. */
const LIMIT_MS = 50_000;

/**
 * Checks everything now, from the name of each endpoint to a write that NetBox accepts, and keeps the result. Those
 * who ask while one is under way get its result. It writes one tag to NetBox and registers our key at a backend that
 * has none, as a sync would.
 */
export async function runDoctor(ctx: Ctx): Promise<DoctorReport> {
  requirePermission(ctx.actor, "doctor:run");
  return oneFlight("doctor.run", () => examineAll(ctx));
}

async function examineAll(ctx: Ctx): Promise<DoctorReport> {
  const startedAt = new Date();
  const round = await openRound(ctx);
  const checks = [
    ...consoleChecks(round),
    ...round.backends.flatMap(backendChecks),
    ...round.netbox.flatMap(netboxChecks),
    ...round.backends.flatMap(fitCheck),
    ...round.proxmox.flatMap(proxmoxChecks),
  ];
  const findings = weighed(await runChecks(checks, { signal: deadline(LIMIT_MS) }));
  const report: DoctorReport = {
    ran_at: startedAt.toISOString(),
    duration_ms: Date.now() - startedAt.getTime(),
    status: worstOf(findings),
    counts: countFindings(findings),
    findings,
  };
  await inTransaction(ctx.db, async (tx) => {
    await saveReport(tx, report);
    const { status, counts } = report;
    await recordAudit({ ...ctx, db: tx }, { action: "run", objectType: "doctor", after: { status, counts } });
  });
  return report;
}

/** Our own way to a Proxmox does not matter to a sync when the backend's way is fine: what failed there is a warning. */
export function weighed(findings: readonly Finding[]): Finding[] {
  const signsIn = (endpointId: number | null) =>
    findings.some(({ id, status }) => id === `proxmox/${endpointId}/backend-login` && status === "ok");
  const isOurWay = /\/(open|dns|tcp|tls|http|login|version)$/;
  return findings.map((finding) => {
    const { subject, status, id } = finding;
    if (subject.kind !== "proxmox" || status !== "failed" || !isOurWay.test(id) || !signsIn(subject.endpoint_id))
      return finding;
    const cause = `${finding.cause} The backend reaches it all the same, so syncs work; only this console's own checks do not.`;
    return { ...finding, status: "warning", cause };
  });
}
