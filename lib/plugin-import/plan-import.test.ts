import { describe, expect, it } from "vitest";
import type { PublicEndpoint } from "../endpoints/schema.ts";
import type { PluginEndpoints } from "../netbox/plugin-endpoints.ts";
import { planImport } from "./plan-import.ts";

const row = (values: Record<string, unknown>) =>
  ({
    id: 1,
    name: null,
    domain: null,
    ip_address: null,
    port: null,
    verify_ssl: true,
    enabled: true,
    ...values,
  }) as never;
const rows = (values: Partial<PluginEndpoints>): PluginEndpoints => ({
  backends: [],
  netbox: [],
  proxmox: [],
  ...values,
});
const here = (values: Partial<PublicEndpoint>) =>
  ({ id: 9, name: "lab", domain: null, ip_address: null, port: 8006, ...values }) as PublicEndpoint;
const none = { backends: [], netbox: [], proxmox: [] };
const source = { netboxEndpointId: 4 };

describe("an import from the plugin", () => {
  it("asks for the secret that the plugin signs in with", () => {
    const proxmox = [
      row({ ip_address: "10.0.0.5", username: "sync@pve", token_name: "box" }),
      row({ id: 2, domain: "pve.example" }),
    ];
    const items = planImport(rows({ proxmox }), none, source);
    expect(items.map(({ key, address, state, secrets }) => [key, address, state, secrets[0]?.name])).toEqual([
      ["proxmox-1", "10.0.0.5:8006", "new", "proxmox-1.token_value"],
      ["proxmox-2", "pve.example:8006", "new", "proxmox-2.password"],
    ]);
    expect(items[1]?.values).toMatchObject({ username: "root@pam", domain: "pve.example", port: 8006 });
  });

  it("makes backends write to the NetBox they were found in, and takes a key over where there is one", () => {
    const [backend] = planImport(rows({ backends: [row({ domain: "api.example", use_https: true })] }), none, source);
    expect(backend?.values).toMatchObject({ netbox_endpoint_id: 4, use_https: true, port: 8800 });
    expect(backend?.secrets).toMatchObject([{ field: "token", required: false }]);
  });

  it("asks for both parts of a v2 token", () => {
    const [netbox] = planImport(rows({ netbox: [row({ domain: "box.example", token_version: "v2" })] }), none, source);
    expect(netbox?.secrets.map(({ field }) => field)).toEqual(["token_key", "token"]);
  });

  it("recognises what is here by host and port, and asks nothing about it", () => {
    const proxmox = [row({ name: "other name", ip_address: "10.0.0.5" })];
    const known = { ...none, proxmox: [here({ ip_address: "10.0.0.5" })] };
    expect(planImport(rows({ proxmox }), known, source)).toMatchObject([
      { state: "known", endpoint_id: 9, name: "lab", secrets: [] },
    ]);
    const elsewhere = { ...none, proxmox: [here({ ip_address: "10.0.0.5", port: 8007 })] };
    expect(planImport(rows({ proxmox }), elsewhere, source)).toMatchObject([{ state: "new" }]);
  });

  it("gives a name that nobody has here", () => {
    const proxmox = [row({ name: "LAB", ip_address: "10.0.0.6" })];
    expect(planImport(rows({ proxmox }), { ...none, proxmox: [here({})] }, source)[0]?.name).toBe("LAB (2)");
  });

  it("says what cannot be used", () => {
    expect(planImport(rows({ proxmox: [row({ name: "nowhere" })] }), none, source)).toMatchObject([
      { state: "unusable", note: "It has neither a domain nor an IP address in the plugin." },
    ]);
  });
});
