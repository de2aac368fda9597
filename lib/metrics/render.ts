import { Counter, Gauge, Registry } from "prom-client";
import type { Db } from "#db/client";
import { processMetrics } from "./process.ts";
import { readNumbers } from "./store.ts";

/** Prometheus text: what the database knows, the same whichever web process is asked, and what this process counts. */
export async function renderMetrics(db: Db): Promise<{ text: string; contentType: string }> {
  const numbers = await readNumbers(db);
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `proxbox_${name}`, help, labelNames, registers: [registry] });

  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `proxbox_${name}_total`, help, labelNames, registers: [registry] });

  const jobs = counter("jobs", "Jobs that ended, by status and outcome.", ["status", "outcome"]);
  const stages = counter("stages", "Stages of ended jobs, by sync type and status.", ["sync_type", "status"]);
  const seconds = counter("stage_seconds", "Time spent in stages of ended jobs.", ["sync_type", "status"]);
  for (const { kind, name, outcome, count, seconds: spent } of numbers.ended) {
    if (kind === "job") {
      jobs.inc({ status: name, outcome }, count);
      continue;
    }
    stages.inc({ sync_type: name, status: outcome }, count);
    seconds.inc({ sync_type: name, status: outcome }, spent);
  }
  const endpoints = gauge("endpoints", "Endpoints by service and keepalive status.", ["service", "status"]);
  for (const { service, status, count } of numbers.endpoints) endpoints.set({ service, status }, count);
  gauge("workers_up", "Workers that take jobs.").set(numbers.workersUp);
  counter("frames", "Frames stored, of jobs that were forgotten since, too.").inc(numbers.framesTotal);
  gauge("oldest_waiting_job_seconds", "Age of the oldest job that waits for a worker.").set(
    numbers.oldestWaitingSeconds,
  );
  if (numbers.lastSuccessSeconds !== null)
    gauge("last_success_seconds", "Time since the last sync that went well.").set(numbers.lastSuccessSeconds);
  const queue = gauge("queue_jobs", "Jobs that have not ended, by status.", ["status"]);
  for (const status of ["pending", "scheduled", "running"]) {
    queue.set({ status }, numbers.open.find((row) => row.status === status)?.count ?? 0);
  }
  const locked = gauge("backend_paused", "1 while nothing is sent to a backend because it locked this console out.", [
    "backend_id",
  ]);
  for (const id of numbers.lockedBackendIds) locked.set({ backend_id: id }, 1);
  const deliveries = gauge("webhook_deliveries", "Deliveries of webhooks by status.", ["status"]);
  for (const { status, count } of numbers.deliveries) deliveries.set({ status }, count);
  return { text: `${await registry.metrics()}${await processMetrics()}`, contentType: registry.contentType };
}
