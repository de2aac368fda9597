import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { updateEndpoint } from "#lib/endpoints/update";
import { silentLogger } from "#lib/log";
import { deliverPushes } from "#lib/sync/deliver-pushes";
import { asAdmin, asViewer } from "#lib/testing/actors";
import { type SyncRig, syncRig } from "#lib/testing/sync-rig";
import { DriftPanel } from "./drift-panel.tsx";

let rig: SyncRig;
beforeAll(async () => {
  rig = await syncRig({ clusters: [{ name: "lab", nodes: 1, guests: 1 }] });
});
afterAll(() => rig.close());

const shown = async (ctx = asAdmin(rig.open.db)) => {
  const panel = await DriftPanel({ ctx, kind: "proxmox", id: rig.pveIds[0] ?? 0, now: new Date() });
  return renderToStaticMarkup(panel);
};

it("the page of an endpoint shows what waits, what differs and what is the same, with native forms to change it", async () => {
  expect(await shown()).toMatch(/Pending.*Saved by test-admin.*name="_method" value="DELETE".*Cancel this push/s);
  await deliverPushes(rig.open.db, { log: silentLogger });
  expect(await shown()).toContain("fields are the same or not told");
  await updateEndpoint(asAdmin(rig.open.db), "proxmox", { id: rig.pveIds[0] ?? 0, body: { timeout: 31 } });
  await rig.open.pool.query("delete from pending_pushes");
  const html = await shown();
  expect(html).toMatch(/Drifted.*1 of \d+ fields differ.*timeout.*31.*–.*Differs/s);
  expect(html).toMatch(/action="\/api\/endpoints\/proxmox\/\d+\/push".*>Push</s);
  expect(await shown(asViewer(rig.open.db))).not.toContain("<form");
});
