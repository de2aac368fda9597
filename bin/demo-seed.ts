import { randomBytes } from "node:crypto";
import { z } from "zod";
import { openDb } from "#db/client";
import { systemActor } from "#lib/auth/schema";
import { setKeyring } from "#lib/crypto/keyring";
import type { Ctx } from "#lib/ctx";
import { createEndpoint } from "#lib/endpoints/create";
import { listEndpoints } from "#lib/endpoints/list";
import { setEndpointPolicies } from "#lib/endpoints/policies";
import { env } from "#lib/env";
import { errorMessage } from "#lib/errors";
import { enqueueJob } from "#lib/jobs/enqueue";
import { createFirstAdmin, hasUsers } from "#lib/users/create-first-admin";

/** The line that the simulator prints. */
const Addresses = z.object({
  port: z.number(),
  apiKey: z.string().nullable(),
  netboxPort: z.number(),
  netboxToken: z.string(),
  pve: z.array(
    z.object({ name: z.string(), host: z.string(), port: z.number(), username: z.string(), password: z.string() }),
  ),
});
type Addresses = z.infer<typeof Addresses>;

/**
 * Fills the demo's empty database: the user `admin`, endpoints for the simulated services, a first full sync.
 * Tells its parent `{ password? }`; without one, there was everything already.
 */
async function main(): Promise<void> {
  const environment = env();
  setKeyring(environment.CONSOLE_SECRET_KEYS);
  setEndpointPolicies(environment);
  const addresses = Addresses.parse(JSON.parse(process.argv[2] ?? "{}"));
  const open = openDb(environment.DATABASE_URL, { max: 2, applicationName: "proxbox-console demo" });
  try {
    const ctx: Ctx = { db: open.db, actor: systemActor("demo") };
    const password = (await hasUsers(open.db)) ? undefined : randomBytes(12).toString("base64url");
    if (password) await createFirstAdmin(open.db, { username: "admin", password });
    if ((await listEndpoints(ctx, "backends")).length === 0) {
      await createEndpoints(ctx, addresses);
      await enqueueJob(ctx, { name: "First full sync" });
    }
    tell({ password });
  } finally {
    await open.close();
  }
}

async function createEndpoints(ctx: Ctx, addresses: Addresses): Promise<void> {
  const ip_address = "127.0.0.1";
  const netbox = await createEndpoint(ctx, "netbox", {
    name: "NetBox (simulated)",
    ip_address,
    port: addresses.netboxPort,
    token: addresses.netboxToken,
    verify_ssl: false,
    is_default: true,
  });
  const backend = await createEndpoint(ctx, "backends", {
    name: "proxbox-api (simulated)",
    ip_address,
    port: addresses.port,
    token: addresses.apiKey,
    is_default: true,
    netbox_endpoint_id: netbox.id,
  });
  for (const { name, host, port, username, password } of addresses.pve) {
    const values = { name, ip_address: host, port, username, password, verify_ssl: false, backend_id: backend.id };
    await createEndpoint(ctx, "proxmox", values);
  }
}

function tell(message: { password: string | undefined }): void {
  if (process.send) process.send(message);
  else process.stdout.write(`${JSON.stringify(message)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
});
