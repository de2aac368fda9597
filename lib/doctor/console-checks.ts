import type { Ctx } from "../ctx.ts";
import { type EndpointKind, kindTitles } from "../endpoints/schema.ts";
import { START_WORKER_COMMAND } from "../jobs/waiting.ts";
import { forwardedPeers } from "../net/forwarded-peers.ts";
import { listLiveWorkers } from "../workers/live.ts";
import type { Round } from "./round.ts";
import { type Check, type Outcome, skipped } from "./run-checks.ts";
import type { Subject } from "./schema.ts";

const subject: Subject = { kind: "console", endpoint_id: null, name: "This console" };

/** The console itself, and whether there is anything to check at all. */
export function consoleChecks(round: Round): Check[] {
  const own = { subject, needs: [] };
  return [
    { ...own, id: "console/worker", title: "A worker takes jobs", run: () => workerOutcome(round.ctx) },
    { ...own, id: "console/proxy", title: "Proxy headers come from trusted peers", run: async () => proxyOutcome() },
    ...(["backends", "netbox", "proxmox"] as const).map((kind) => ({
      ...own,
      id: `console/${kind}`,
      title: `There is a ${kindTitles[kind].one}`,
      run: async () => existence(kind, round[kind].length),
    })),
  ];
}

async function workerOutcome(ctx: Ctx): Promise<Outcome> {
  const ready = (await listLiveWorkers(ctx.db)).filter((worker) => worker.state === "ready");
  const names = ready.map((worker) => worker.name).join(", ");
  if (ready.length > 0)
    return { status: "ok", cause: `${ready.length === 1 ? "One runs" : `${ready.length} run`}: ${names}.` };
  return {
    status: "failed",
    cause: "No worker has given a sign of life in the last 15 s: jobs wait, and nobody looks at the endpoints.",
    remedy: "Start one. `npm start` runs one beside the web.",
    command: START_WORKER_COMMAND,
  };
}

export function proxyOutcome(peers = forwardedPeers()): Outcome {
  if (peers === null) return skipped("Only the web process sees requests; run the doctor in the browser.");
  if (peers.length === 0) return { status: "ok", cause: "No other peer has sent one since the web process started." };
  const addresses = peers.map((peer) => peer.address).join(", ");
  return {
    status: "warning",
    cause: `X-Forwarded headers of ${addresses} were dropped: no TRUSTED_PROXIES names that address. Behind a proxy that is not trusted, every client has the proxy's address, and links and cookies take the wrong scheme.`,
    remedy:
      "If this is your reverse proxy, name it in TRUSTED_PROXIES and start the web again; if not, somebody tries to forge an address, in vain.",
    command: `TRUSTED_PROXIES=${peers.map((peer) => peer.address).join(",")}`,
  };
}

const jobs: Record<EndpointKind, string> = {
  backends: "nothing can be synced without a proxbox-api",
  netbox: "there is nowhere to write to",
  proxmox: "there is nothing to read",
};

function existence(kind: EndpointKind, count: number): Outcome {
  const { one, many } = kindTitles[kind];
  if (count > 0) return { status: "ok", cause: count === 1 ? "One is enabled." : `${count} are enabled.` };
  return {
    status: "failed",
    cause: `No ${one} is enabled: ${jobs[kind]}.`,
    remedy: `Add one, or enable one under ${many}. The set-up (/setup) asks for what is missing.`,
  };
}
