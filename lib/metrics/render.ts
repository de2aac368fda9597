import { Gauge, Registry } from "prom-client";
import type { Db } from "#db/client";
import { processMetrics } from "./process.ts";
import { readNumbers } from "./store.ts";

/** Prometheus text: what the database knows, the same whichever web process is asked, and what this process counts. */
export async function renderMetrics(db: Db): Promise<{ text: string; contentType: string }> {
  const numbers = await readNumbers(db);
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `proxbox_${name}`, help, labelNames, registers: [registry] });

  const jobs = gauge("jobs", "Jobs by status and outcome.", ["status", "outcome"]);
  for (const { status, outcome, count } of numbers.jobs) jobs.set({ status, outcome: outcome ?? "" }, count);
  const stages = gauge("stages", "Stages that ended, by sync type and status.", ["sync_type", "status"]);
  const seconds = gauge("stage_seconds", "Time spent in stages that ended.", ["sync_type", "status"]);
  for (const { sync_type, status, count, seconds: spent } of numbers.stages) {
    stages.set({ sync_type, status }, count);
    seconds.set({ sync_type, status }, spent);
  }
  const endpoints = gauge("endpoints", "Endpoints by service and keepalive status.", ["service", "status"]);
  for (const { service, status, count } of numbers.endpoints) endpoints.set({ service, status }, count);
  gauge("workers_up", "Workers that take jobs.").set(numbers.workersUp);
  gauge("frames", "Frames stored for the jobs there are.").set(numbers.framesTotal);
  gauge("oldest_waiting_job_seconds", "Age of the oldest job that waits for a worker.").set(
    numbers.oldestWaitingSeconds,
  );
  if (numbers.lastSuccessSeconds !== null)
    gauge("last_success_seconds", "Time since the last sync that went well.").set(numbers.lastSuccessSeconds);
  const queue = gauge("queue_jobs", "Jobs that have not ended, by status.", ["status"]);
  for (const status of ["pending", "scheduled", "running"]) {
    const found = numbers.jobs.filter((row) => row.status === status);
    queue.set(
      { status },
      found.reduce((sum, row) => sum + row.count, 0),
    );
  }
  const deliveries = gauge("webhook_deliveries", "Deliveries of webhooks by status.", ["status"]);
  for (const { status, count } of numbers.deliveries) deliveries.set({ status }, count);
  return { text: `${await registry.metrics()}${await processMetrics()}`, contentType: registry.contentType };
}
