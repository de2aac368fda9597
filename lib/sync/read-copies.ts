import { type BootstrapStatus, readBootstrapStatus } from "../backend/bootstrap.ts";
import type { BackendContext } from "../backend/context.ts";
import { listRemoteNetbox, listRemoteProxmox, type RemoteNetbox, type RemoteProxmox } from "../backend/endpoints.ts";
import { deadline } from "../time.ts";

export type Copies = { netbox: RemoteNetbox[]; proxmox: RemoteProxmox[] };

/** A page waits no longer for a backend than this. */
const PATIENCE_MS = 3_000;

/**
 * What a backend holds of endpoints, now. Nothing is kept: a worker or another web process may have pushed since.
 * It only looks: a key that the backend does not know is not registered on the way.
 */
export async function readCopies(ctx: BackendContext): Promise<Copies> {
  const signal = deadline(PATIENCE_MS);
  const looking = { ...ctx, recoverKey: async () => false };
  const [netbox, proxmox] = await Promise.all([listRemoteNetbox(looking, signal), listRemoteProxmox(looking, signal)]);
  return { netbox, proxmox };
}

export const readBootstrap = (ctx: BackendContext): Promise<BootstrapStatus> =>
  readBootstrapStatus(ctx, deadline(PATIENCE_MS));
