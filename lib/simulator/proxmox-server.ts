import { generate } from "selfsigned";
import type { Cluster } from "./model.ts";
import { type Call, json, ok, type Reply } from "./router.ts";

const TICKET = "PVE:root@pam:65F0C0DE::simulated-ticket";

let made: Promise<{ key: string; cert: string }> | null = null;

/** A certificate for loopback that nobody signed; made once per process. */
export function selfSigned(): Promise<{ key: string; cert: string }> {
  made ??= make();
  return made;
}

async function make(): Promise<{ key: string; cert: string }> {
  const names = [{ name: "commonName", value: "pve.simulator.test" }];
  const pems = await generate(names, { keySize: 2_048, algorithm: "sha256" });
  return { key: pems.private, cert: pems.cert };
}

/** Answers one call of a simulated Proxmox VE: enough to tell a wrong password from a closed port. */
export function answerProxmox(call: Call, cluster: Cluster): Reply {
  if (call.path === "/api2/json/access/ticket" && call.method === "POST") return ticket(call, cluster);
  if (!isKnown(call, cluster)) return json(401, { data: null });
  switch (call.path) {
    case "/api2/json/version":
      return ok({ data: { version: `${cluster.release}.0`, release: cluster.release, repoid: "abcd1234" } });
    case "/api2/json/cluster/status":
      return ok({ data: clusterStatus(cluster) });
    case "/api2/json/nodes":
      return ok({
        data: cluster.nodes.map(({ name, online }) => ({
          node: name,
          status: online ? "online" : "offline",
          type: "node",
        })),
      });
    default:
      return json(501, { data: null, message: `Method '${call.method} ${call.path}' not implemented` });
  }
}

function isKnown(call: Call, cluster: Cluster): boolean {
  const { authorization = "", cookie = "" } = call.headers;
  if (authorization.startsWith("PVEAPIToken="))
    return authorization.slice("PVEAPIToken=".length) === `${cluster.tokenId}=${cluster.tokenValue}`;
  return decodeURIComponent(cookie).includes(TICKET);
}

function ticket(call: Call, cluster: Cluster): Reply {
  const form = (call.json as Record<string, string> | undefined) ?? Object.fromEntries(new URLSearchParams(call.text));
  if (form.username !== cluster.username || form.password !== cluster.password)
    return json(401, { data: null, message: "authentication failure\n" });
  return ok({ data: { username: form.username, ticket: TICKET, CSRFPreventionToken: "65F0C0DE:simulated" } });
}

function clusterStatus(cluster: Cluster) {
  const nodes = cluster.nodes.map((node, at) => ({
    id: `node/${node.name}`,
    type: "node",
    name: node.name,
    ip: node.ip,
    nodeid: node.nodeid,
    online: node.online ? 1 : 0,
    local: at === 0 ? 1 : 0,
    level: "",
  }));
  if (cluster.mode === "standalone") return nodes;
  const head = {
    id: "cluster",
    type: "cluster",
    name: cluster.name,
    nodes: nodes.length,
    quorate: cluster.quorate ? 1 : 0,
    version: 3,
  };
  return [head, ...nodes];
}
