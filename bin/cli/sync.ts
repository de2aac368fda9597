import { type Command, InvalidArgumentError, Option } from "commander";
import type { WireJob } from "#lib/jobs/wire";
import { syncTypes } from "#lib/sync/stages";
import { CliError, exitCodes, print, remark } from "./exit.ts";
import { onThisMachine } from "./on-this-machine.ts";
import { addRemoteOptions, type RemoteOptions, remoteOf } from "./remote.ts";
import { remoteTarget, type SyncTarget } from "./sync-target.ts";
import { exitCodeOf, waitForJob } from "./wait-for-job.ts";

type Options = {
  type: string[];
  proxmoxEndpoint: number[];
  wait: boolean;
  timeout: number;
  json: boolean;
} & RemoteOptions;

const DEFAULT_TIMEOUT_S = 7_200;

/** `sync`: enqueues one job; with `--wait` its outcome is the exit code. */
export function addSyncCommand(program: Command): void {
  const command = program
    .command("sync")
    .description("start a sync; without --wait, 0 means that it is in the queue")
    .addOption(new Option("--type <type...>", "only these stages").choices([...syncTypes, "all"]).default(["all"]))
    .option("--proxmox-endpoint <id...>", "only these Proxmox endpoints", collectIds, [])
    .option(
      "--wait",
      "wait for the end: 0 ok, 1 failed, 2 warnings, 3 refused because one runs, 4 no worker, 5 cancelled, 6 timed out",
      false,
    )
    .option("--timeout <seconds>", "how long to wait", positive, DEFAULT_TIMEOUT_S)
    .option("--json", "print the job as JSON", false);
  addRemoteOptions(command).action(run);
}

async function run(options: Options): Promise<void> {
  const remote = remoteOf(options);
  if (remote) await sync(remoteTarget(remote.url, remote.token), options);
  else
    await onThisMachine(
      () => import("./local-target.ts"),
      (ctx, { localTarget }) => sync(localTarget(ctx), options),
    );
}

async function sync(target: SyncTarget, options: Options): Promise<void> {
  if (options.wait && !(await target.hasWorker())) {
    throw new CliError("No worker takes jobs: start one. Nothing was put into the queue.", exitCodes.noWorker);
  }
  const job = await target.enqueue({
    name: "Proxbox Sync (command line)",
    sync_types: options.type,
    proxmox_endpoint_ids: options.proxmoxEndpoint,
  });
  remark(`Job ${job.id} is in the queue.`);
  const last = options.wait ? await waitForJob(target, job.id, { timeoutMs: options.timeout * 1000 }) : job;
  print(options.json ? JSON.stringify(last, null, 2) : summary(last));
  if (options.wait) process.exitCode = exitCodeOf(last);
}

function summary(job: WireJob): string {
  if (!job.outcome) return `Job ${job.id}: ${job.status}`;
  const counts = Object.entries(job.counts).filter(([, count]) => count > 0);
  const facts = counts.map(([name, count]) => `${count} ${name}`).join(", ");
  return [`Job ${job.id}: ${job.outcome}`, facts, job.error, job.suggestion].filter(Boolean).join(" · ");
}

function collectIds(text: string, before: number[]): number[] {
  return [...before, positive(text)];
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("it must be a whole number of 1 or more.");
  return value;
}
