import type { Db } from "#db/client";
import type { Actor } from "../auth/schema.ts";
import { AppError } from "../errors.ts";
import { pickDefault } from "./resolve-default.ts";
import type { EndpointKind } from "./schema.ts";
import { type BackendRow, findEndpoints } from "./store.ts";

/** A credential of ours and the backend that preflight or a push gives it to. */
export type Sending = {
  kind: "netbox" | "proxmox";
  id: number;
  name: string;
  backendId: number;
  backendName: string;
  /** Scheme, hosts, port and TLS choice: the same backend at another address is another place. */
  place: string;
};

/** How long a password that was entered counts. */
export const CONFIRMED_FOR_MS = 10 * 60_000;
export const CONFIRM_FIELD = "confirm_password";

/** Every credential and where it goes, disabled endpoints too: switching one on is no new decision about its place. */
export async function listSendings(db: Db): Promise<Sending[]> {
  const [backends, netbox, proxmox] = [
    await findEndpoints(db, "backends"),
    await findEndpoints(db, "netbox"),
    await findEndpoints(db, "proxmox"),
  ];
  const to = (row: { id: number; name: string }, kind: Sending["kind"], backend: BackendRow | null): Sending[] => {
    if (!backend) return [];
    const { id: backendId, name: backendName } = backend;
    return [{ kind, id: row.id, name: row.name, backendId, backendName, place: placeOf(backend) }];
  };
  return [
    ...backends.flatMap((backend) => {
      const target = pickDefault(netbox, backend.netboxEndpointId);
      return target ? to(target, "netbox", backend) : [];
    }),
    ...proxmox.flatMap((row) => to(row, "proxmox", pickDefault(backends, row.backendId))),
  ];
}

const placeOf = (row: BackendRow): string =>
  JSON.stringify([row.useHttps, row.domain, row.ipAddress, row.port, row.verifySsl]);

const keyOf = ({ kind, id, backendId, place }: Sending): string => [kind, id, backendId, place].join(" ");

/** What goes to a place it did not go to before. An endpoint that was just made is its maker's own choice. */
export function newSendings(
  before: readonly Sending[],
  after: readonly Sending[],
  made?: { kind: EndpointKind; id: number },
): Sending[] {
  const known = new Set(before.map(keyOf));
  return after.filter((one) => !known.has(keyOf(one)) && !(made && one.kind === made.kind && one.id === made.id));
}

/** `Proxmox endpoint pve-lab and NetBox endpoint main go to the backend remote`. */
export function sendingWords(sendings: readonly Sending[]): string {
  if (sendings.length === 0) return "No credential goes there yet; those of endpoints added later will";
  const byBackend = Map.groupBy(sendings, (one) => one.backendName);
  return [...byBackend]
    .map(([backend, list]) => `${list.map(credentialWords).join(", ")} → backend ${backend}`)
    .join("; ");
}

const titles = { netbox: "the token of NetBox endpoint", proxmox: "the credentials of Proxmox endpoint" } as const;
export const credentialWords = ({ kind, name }: Sending): string => `${titles[kind]} ${name}`;

/** Must this actor enter the password again before credentials go to a new place? API tokens and the system have none. */
export function needsConfirmation(actor: Actor, now = Date.now()): boolean {
  if (actor.kind !== "user" || actor.sessionId === undefined) return false;
  return now - (actor.reauthenticatedAt?.getTime() ?? 0) > CONFIRMED_FOR_MS;
}

/** Throws `forbidden` at the password field, naming every credential that would go somewhere new. */
export function assertConfirmed(actor: Actor, sendings: readonly Sending[]): void {
  if (!needsConfirmation(actor)) return;
  const message = `enter your own password: this decides where credentials are sent. ${sendingWords(sendings)}.`;
  throw new AppError("forbidden", `${CONFIRM_FIELD}: ${message}`, { fields: { [CONFIRM_FIELD]: [message] } });
}
