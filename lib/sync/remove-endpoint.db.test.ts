import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { listEndpoints } from "../endpoints/list.ts";
import { asAdmin, asOperator } from "../testing/actors.ts";
import { failure } from "../testing/http-server.ts";
import { type SyncRig, syncRig } from "../testing/sync-rig.ts";
import { pushEndpoint } from "./push-endpoint.ts";
import { removeEndpointAndCopies } from "./remove-endpoint.ts";

let rig: SyncRig | undefined;
beforeEach(async () => {
  await rig?.close();
  rig = await syncRig({ clusters: [{ name: "lab", nodes: 1, guests: 1 }] });
  await pushEndpoint(asAdmin(rig.open.db), "backends", rig.backendId);
});
afterAll(() => rig?.close());

const here = () => {
  if (!rig) throw new Error("no rig");
  return { ...rig, admin: asAdmin(rig.open.db), pve: rig.pveIds[0] ?? 0 };
};
const entries = async () =>
  (await here().open.pool.query("select object_type, after from audit_log where action = 'remove-copies'")).rows;

describe("deleting an endpoint", () => {
  it("leaves what backends hold of it, unless it is asked to delete that, too", async () => {
    const { admin, pve, sim } = here();
    await removeEndpointAndCopies(admin, "proxmox", pve, {});
    expect([sim.backend.proxmox.length, await entries()]).toEqual([1, []]);
  });

  it("deletes the copies at its backend when asked, and writes down which", async () => {
    const { admin, pve, sim } = here();
    await removeEndpointAndCopies(admin, "proxmox", pve, { remove_copies: ["false", "true"] });
    expect(sim.backend.proxmox).toEqual([]);
    expect(await listEndpoints(admin, "proxmox")).toEqual([]);
    expect(await entries()).toEqual([
      { object_type: "proxmox", after: { removed: ["proxmox lab at backend backend"] } },
    ]);
  });

  it("of a backend deletes all that it was given", async () => {
    const { admin, backendId, sim } = here();
    await removeEndpointAndCopies(admin, "backends", backendId, { remove_copies: true });
    expect([sim.backend.proxmox, sim.backend.netbox]).toEqual([[], null]);
    const [{ after }] = await entries();
    expect(after.removed).toEqual(["netbox netbox at backend backend", "proxmox lab at backend backend"]);
  });

  it("touches nothing at a backend that was set up anew, where the id is somebody else's", async () => {
    const { admin, pve, sim } = here();
    Object.assign(sim.backend.proxmox[0] ?? {}, { ip_address: "10.9.9.9" });
    await removeEndpointAndCopies(admin, "proxmox", pve, { remove_copies: true });
    expect(sim.backend.proxmox).toHaveLength(1);
    expect((await entries())[0].after.removed).toEqual(["proxmox lab at backend backend: was not there"]);
  });

  it("deletes nothing anywhere while the backend cannot be asked, nor for who may not", async () => {
    const { admin, pve, sim, open } = here();
    sim.control.fail("/proxmox/endpoints", 400, "always", { detail: "simulated refusal" });
    expect(await failure(removeEndpointAndCopies(admin, "proxmox", pve, { remove_copies: true }))).toMatchObject({
      code: "backend_refused",
    });
    sim.control.clearFaults();
    expect(await failure(removeEndpointAndCopies(asOperator(open.db), "proxmox", pve, {}))).toMatchObject({
      code: "forbidden",
    });
    expect([sim.backend.proxmox.length, (await listEndpoints(admin, "proxmox")).length]).toEqual([1, 1]);
    expect(await entries()).toEqual([]);
  });
});
