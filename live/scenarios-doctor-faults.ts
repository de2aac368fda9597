import assert from "node:assert/strict";
import { freePort } from "../bin/files.mjs";
import type { Scenario } from "./scenarios.ts";
import { examine } from "./scenarios-doctor.ts";
import { PLUGIN_ENDPOINTS } from "./standins/netbox.ts";
import type { World } from "./world.ts";

type Expected = { status: string; says: RegExp; remedy?: RegExp };

const TAGS = "/api/extras/tags/";
const PLUGIN_JOBS = "/api/plugins/proxbox/sync-jobs/";
const HOUR_MS = 3_600_000;

/** One round of the doctor; each finding that is named must be as expected. */
async function expectFindings(world: World, expected: Record<string, Expected>): Promise<void> {
  const found = await examine(world);
  for (const [id, { status, says, remedy }] of Object.entries(expected)) {
    const finding = found(id);
    assert.equal(finding.status, status, `${id}: ${finding.cause}`);
    assert.match(finding.cause, says, id);
    if (remedy) assert.match(finding.remedy ?? "", remedy, id);
  }
}

const wantsRow = (world: World) => world.release.startsWith("0.0.30");
const ofRow = (world: World) => (wantsRow(world) ? "failed" : "warning");

/** What the stand-ins can break, one after the other, everything mended again at the end. */
export const doctorFaults: Scenario[] = [
  {
    name: "the doctor names what is wrong with the way to an endpoint, layer by layer",
    async run(world) {
      const { product, backend } = world;
      const here = { ip_address: "127.0.0.1", verify_ssl: false };
      const create = async (kind: string, body: object) =>
        `${kind}/${(await product.api<{ id: number }>("POST", `/api/endpoints/${kind}`, body)).id}`;
      const token = "0123456789abcdef0123456789abcdef01234567";
      const made: string[] = [];
      const add = async (kind: string, body: object) => {
        const place = await create(kind, body);
        made.push(place);
        return place;
      };
      try {
        const unknown = await add("netbox", { name: "unknown name", domain: "netbox.invalid", port: 443, token });
        const closed = await add("backends", { ...here, name: "closed port", port: await freePort() });
        const plain = await add("backends", { ...here, name: "no TLS", port: backend.port, use_https: true });
        const key = "a-wrong-key-0123456789abcdef0123456789ab";
        const refused = await add("backends", { ...here, name: "wrong key", port: backend.port, token: key });
        await expectFindings(world, {
          "console/worker": { status: "ok", says: /runs/ },
          [`${unknown}/dns`]: { status: "failed", says: /netbox\.invalid/, remedy: /DNS/ },
          [`${unknown}/login`]: { status: "skipped", says: /./ },
          [`${closed}/tcp`]: { status: "failed", says: /refused/i, remedy: /Start proxbox-api/ },
          [`${plain}/tls`]: { status: "failed", says: /./, remedy: /TLS/ },
          [`${refused}/login`]: { status: "failed", says: /key/i, remedy: /Enter a key that this backend has/ },
        });
      } finally {
        for (const place of made) await product.api("DELETE", `/api/endpoints/${place}`);
      }
    },
  },
  {
    name: "the doctor names what NetBox and its plugin lack, and what is in the way",
    async run(world) {
      const { netbox, product, ids } = world;
      const at = (name: string) => `netbox/${ids.netbox}/${name}`;
      const own = (name: string) => `proxmox/${ids.proxmox}/${name}`;
      const [row] = netbox.list(PLUGIN_ENDPOINTS);
      assert.ok(row, "the plugin has a row");
      const refuse = (method: string, prefix: string) => netbox.fail([{ method, prefix, status: 403 }]);
      try {
        netbox.tell({ "netbox-version": "4.6.0", plugins: {} });
        await expectFindings(world, {
          [at("plugin")]: { status: "failed", says: /does not list netbox-proxbox/, remedy: /PLUGINS/ },
          [at("plugin-answers")]: { status: "skipped", says: /./ },
        });
        netbox.tell({ "netbox-version": "4.5.0", plugins: { netbox_proxbox: "0.0.29.post6" } });
        netbox.shiftClock(-HOUR_MS);
        netbox.insert(PLUGIN_JOBS, { name: "Proxbox Sync", status: "running" });
        refuse("PATCH", TAGS);
        await expectFindings(world, {
          [at("release")]: { status: "warning", says: /4\.5\.0/ },
          [at("clock")]: { status: "failed", says: /behind ours/, remedy: /time synchronisation/ },
          [at("plugin-jobs")]: { status: "failed", says: /is running/ },
          [at("write")]: { status: "failed", says: /./, remedy: /Write enabled/ },
          [own("plugin-row")]: { status: "ok", says: /host and port/ },
          [own("plugin-site")]: { status: wantsRow(world) ? "failed" : "ok", says: /no site|has none/ },
          [own("plugin-approval")]: { status: "ok", says: /./ },
          [`backends/${ids.backend}/fit`]: {
            status: wantsRow(world) ? "warning" : "ok",
            says: wantsRow(world) ? /only where each cluster is tied/ : /go together/,
          },
          [own("tied")]: { status: "ok", says: wantsRow(world) ? /tied already: lab/ : /with the first sync/ },
        });
        refuse("GET", "/api/");
        await expectFindings(world, { [at("login")]: { status: "failed", says: /./, remedy: /valid API token/ } });
      } finally {
        netbox.fail([]);
        netbox.tell();
        netbox.shiftClock(0);
        netbox.clear(PLUGIN_JOBS);
        // What was refused is left alone until somebody tests it.
        await product.api("POST", `/api/endpoints/netbox/${ids.netbox}/test`);
      }
    },
  },
  {
    name: "the doctor names what is wrong with the plugin's row, and makes one that is missing",
    async run(world) {
      const { netbox, product, ids } = world;
      const row = `proxmox/${ids.proxmox}/plugin-row`;
      const rows = netbox.list(PLUGIN_ENDPOINTS);
      const [own] = rows;
      assert.ok(own, "the plugin has a row");
      const says = (text: RegExp) => expectFindings(world, { [row]: { status: ofRow(world), says: text } });
      try {
        own.enabled = false;
        await says(/is disabled/);
        own.enabled = true;
        const twin = netbox.insert(PLUGIN_ENDPOINTS, { ...own, name: "twin" });
        await says(/several rows/);
        netbox.remove(PLUGIN_ENDPOINTS, twin.id);
        own.domain = "pve.example.org";
        await says(/is for the same machine/);
        netbox.clear(PLUGIN_ENDPOINTS);
        await says(/no row with the host and port/);
        await product.api("POST", `/api/endpoints/proxmox/${ids.proxmox}/plugin-row`, {});
        await expectFindings(world, { [row]: { status: "ok", says: /has its host and port/ } });
      } finally {
        netbox.clear(PLUGIN_ENDPOINTS);
        netbox.restore(PLUGIN_ENDPOINTS, { ...own, domain: "", enabled: true });
      }
    },
  },
];
