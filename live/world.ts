import { freePort } from "../bin/files.mjs";
import { type Backend, realBackend } from "./backend.ts";
import { type Product, startProduct } from "./product.ts";
import { PLUGIN_ENDPOINTS, startNetbox } from "./standins/netbox.ts";
import { startProxmox } from "./standins/proxmox.ts";

export type World = {
  release: string;
  product: Product;
  backend: Backend;
  netbox: Awaited<ReturnType<typeof startNetbox>>;
  proxmox: Awaited<ReturnType<typeof startProxmox>>;
  /** Ids of our endpoints. */
  ids: { backend: number; netbox: number; proxmox: number };
  /** The plugin's own row of the Proxmox endpoint, without which newer backends refuse every write. */
  addPluginRow: () => void;
  close: () => Promise<void>;
};

/** One release of the real backend between our console and stand-ins for NetBox and Proxmox VE. */
export async function openWorld(from: { release: string; python: string; folder: string }): Promise<World> {
  const { release, python, folder } = from;
  const [netbox, proxmox] = await Promise.all([startNetbox(), startProxmox()]);
  const backend = realBackend(python, folder, await freePort());
  const [product] = await Promise.all([startProduct(), backend.start()]);
  const ids = await createEndpoints(product, { backend: backend.port, netbox: netbox.port, proxmox: proxmox.port });
  return {
    release,
    product,
    backend,
    netbox,
    proxmox,
    ids,
    addPluginRow: () => {
      const row = {
        name: "lab",
        ip_address: "127.0.0.1",
        domain: "",
        port: proxmox.port,
        enabled: true,
        username: "root@pam",
      };
      netbox.insert(PLUGIN_ENDPOINTS, row);
    },
    async close() {
      await product.close();
      await backend.kill();
      await Promise.all([netbox.close(), proxmox.close()]);
      backend.forget();
    },
  };
}

async function createEndpoints(product: Product, ports: { backend: number; netbox: number; proxmox: number }) {
  const create = async (kind: string, body: object) =>
    (
      await product.api<{ id: number }>("POST", `/api/endpoints/${kind}`, {
        ip_address: "127.0.0.1",
        verify_ssl: false,
        ...body,
      })
    ).id;
  return {
    backend: await create("backends", { name: "proxbox-api", port: ports.backend }),
    netbox: await create("netbox", {
      name: "NetBox",
      port: ports.netbox,
      token: "0123456789abcdef0123456789abcdef01234567",
    }),
    proxmox: await create("proxmox", {
      name: "lab",
      port: ports.proxmox,
      username: "root@pam",
      password: "stand-in secret",
    }),
  };
}
