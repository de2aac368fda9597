import { setTimeout as sleep } from "node:timers/promises";

/**
 * `node bin/wait-ready.mjs web|worker`: ends with 0 as soon as that process of this machine is ready, with 1 after a
 * minute. For service managers; reads PORT, WORKER_PORT and HOST as the process does.
 */
const TIMEOUT_MS = 60_000;
const { PORT = "3000", WORKER_PORT = "3001", HOST = "127.0.0.1" } = process.env;
const places = { web: [PORT, "/api/readyz"], worker: [WORKER_PORT, "/readyz"] };
const place = places[process.argv[2]];

if (!place) {
  console.error("Use: node bin/wait-ready.mjs web|worker");
  process.exit(64);
}
const host = HOST === "0.0.0.0" || HOST === "::" ? "127.0.0.1" : HOST;
const url = `http://${host.includes(":") ? `[${host}]` : host}:${place[0]}${place[1]}`;
const deadline = performance.now() + TIMEOUT_MS;
let said = "no answer";
while (performance.now() < deadline) {
  said = await answer(url);
  if (said === "ready") process.exit(0);
  await sleep(200);
}
console.error(`${url} was not ready within ${TIMEOUT_MS / 1000} s: ${said}`);
process.exit(1);

async function answer(address) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
    return response.ok ? "ready" : `${response.status} ${await response.text()}`;
  } catch (error) {
    return error.cause?.message ?? error.message;
  }
}
