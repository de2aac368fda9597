import { lookup } from "node:dns/promises";
import { connect as connectTcp, isIP } from "node:net";
import { connect as connectTls, type PeerCertificate } from "node:tls";
import { type NetworkPolicy, refuseAddress } from "../net/addresses.ts";
import { assertUrlAllowed, CONNECT_TIMEOUT_MS } from "../net/connect.ts";
import { explainNetworkError } from "../net/explain.ts";
import type { Layer } from "./schema.ts";

const CERTIFICATE_SOON_DAYS = 21;
const DAY_MS = 86_400_000;

type Told = { detail: string; status?: Layer["status"] };

/**
 * Name, port and certificate of one URL, each with its own cause. Stops at the first that fails. Nothing secret is
 * sent: the certificate is looked at, never trusted, here.
 */
export async function probeLayers(base: string, policy: NetworkPolicy): Promise<Layer[]> {
  const url = new URL(base);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const layers: Layer[] = [];
  let address = host;
  const dns = await layer("dns", async () => {
    assertUrlAllowed(url, policy);
    if (isIP(host) !== 0) return { detail: `${host} is an address` };
    const found = await lookup(host, { all: true });
    const refused = found.map((entry) => refuseAddress(entry.address, policy)).find((reason) => reason !== null);
    if (refused) throw new Error(`${host}: ${refused}`);
    address = found[0]?.address ?? host;
    return { detail: `${host} is ${found.map((entry) => entry.address).join(", ")}` };
  });
  layers.push(dns);
  if (dns.status === "error") return layers;
  const tcp = await layer("tcp", async () => {
    await openPort(address, port);
    return { detail: `port ${port} is open` };
  });
  layers.push(tcp);
  if (tcp.status === "error" || url.protocol !== "https:") return layers;
  layers.push(await layer("tls", () => lookAtCertificate({ address, host, port })));
  return layers;
}

async function layer(name: Layer["name"], work: () => Promise<Told>): Promise<Layer> {
  const startedMs = performance.now();
  const elapsed = () => Math.round(performance.now() - startedMs);
  try {
    const told = await work();
    return { name, status: told.status ?? "success", detail: told.detail, duration_ms: elapsed() };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return { name, status: "error", detail: explainNetworkError(code, error), duration_ms: elapsed() };
  }
}

function openPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port });
    const end = (error?: Error) => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => end(timedOut()));
    socket.once("connect", () => end());
    socket.once("error", end);
  });
}

const timedOut = () => Object.assign(new Error("no answer"), { code: "UND_ERR_CONNECT_TIMEOUT" });

function lookAtCertificate(at: { address: string; host: string; port: number }): Promise<Told> {
  return new Promise((resolve, reject) => {
    const servername = isIP(at.host) === 0 ? at.host : undefined;
    const socket = connectTls({ host: at.address, port: at.port, servername, rejectUnauthorized: false });
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => {
      socket.destroy();
      reject(timedOut());
    });
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      const told = explainCertificate(socket.getPeerCertificate(), new Date());
      socket.destroy();
      resolve(told);
    });
  });
}

/** Whose certificate it is and how long it holds; soon over or over is a warning here, verification judges it. */
export function explainCertificate(certificate: Pick<PeerCertificate, "subject" | "valid_to">, now: Date): Told {
  const until = new Date(certificate.valid_to);
  const name = certificate.subject?.CN ?? "no name";
  const days = Math.floor((until.getTime() - now.getTime()) / DAY_MS);
  const date = until.toISOString().slice(0, 10);
  if (days < 0) return { status: "warning", detail: `the certificate of ${name} expired on ${date}` };
  if (days < CERTIFICATE_SOON_DAYS)
    return { status: "warning", detail: `the certificate of ${name} expires in ${days} days, on ${date}` };
  return { detail: `certificate of ${name}, valid until ${date}` };
}
