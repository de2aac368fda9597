import type { Db } from "#db/client";
import { addFieldError, type FieldErrors, invalidFields } from "../errors.ts";
import { isDisguisedAddress, type NetworkPolicy, parseAddress, refuseAddress, refusePort } from "../net/addresses.ts";
import type { EndpointInput, EndpointKind, ProxmoxInput } from "./schema.ts";
import { type EndpointRow, findEndpoint, findEndpoints, isNameTaken } from "./store.ts";

/**
 * The rules that one field's schema cannot know. Throws one `invalid` with every message at its field. A name that
 * does not resolve yet may be saved; it is judged again when we connect.
 */
export async function assertUsable<K extends EndpointKind>(
  db: Db,
  input: {
    kind: K;
    values: EndpointInput[K];
    existing: EndpointRow[K] | null;
    policy: NetworkPolicy;
    mayLackSecrets?: boolean;
  },
): Promise<void> {
  const { kind, values, existing, policy, mayLackSecrets = false } = input;
  const fields: FieldErrors = {};
  const add: Add = (field, message) => addFieldError(fields, field, message);
  checkAddress(values, policy, add);
  if (await isNameTaken(db, kind, values.name, existing?.id ?? null))
    add("name", `"${values.name}" is taken; choose another`);
  if (kind === "proxmox") {
    const row = existing as EndpointRow["proxmox"] | null;
    if (!mayLackSecrets) checkCredential(values as ProxmoxInput, row, add);
    await checkProxmox(db, values as ProxmoxInput, row, add);
  }
  if (kind === "backends") await checkTarget(db, (values as EndpointInput["backends"]).netbox_endpoint_id, add);
  if (Object.keys(fields).length > 0) throw invalidFields(fields);
}

type Add = (field: string, message: string) => void;
type Address = { domain: string | null; ip_address: string | null; port: number };

function checkAddress(values: Address, policy: NetworkPolicy, add: Add): void {
  if (!values.domain && !values.ip_address) add("domain", "enter a domain or an IP address");
  for (const field of ["domain", "ip_address"] as const) {
    const host = values[field];
    if (!host) continue;
    if (isDisguisedAddress(host)) add(field, `${host} is a number written as a host; enter the address itself`);
    const refusal = parseAddress(host) ? refuseAddress(host, policy) : null;
    if (refusal) add(field, refusal);
  }
  const port = refusePort(values.port);
  if (port) add("port", port);
}

function checkCredential(values: ProxmoxInput, existing: EndpointRow["proxmox"] | null, add: Add): void {
  if (Boolean(values.token_name) !== Boolean(values.token_value ?? existing?.sealedTokenValue)) {
    add(values.token_name ? "token_value" : "token_name", "token name and token value come together");
  }
  const hasPassword = values.password !== null || existing?.sealedPassword;
  if (!hasPassword && !values.token_name) add("password", "enter a password, or a token name and its value");
}

async function checkProxmox(
  db: Db,
  values: ProxmoxInput,
  existing: EndpointRow["proxmox"] | null,
  add: Add,
): Promise<void> {
  if (values.backend_id !== null && !(await findEndpoint(db, "backends", values.backend_id))) {
    add("backend_id", `there is no backend ${values.backend_id}`);
  }
  const twin = (await findEndpoints(db, "proxmox")).find(
    (row) =>
      row.id !== existing?.id &&
      row.backendId === values.backend_id &&
      row.port === values.port &&
      sharesHost(row, values),
  );
  if (twin) add("domain", `"${twin.name}" already has this host and port on the same backend`);
}

const sharesHost = (row: EndpointRow["proxmox"], values: Address): boolean => {
  const ours = [values.domain, values.ip_address].filter((host) => host !== null).map((host) => host.toLowerCase());
  return [row.domain, row.ipAddress].some((host) => host !== null && ours.includes(host.toLowerCase()));
};

async function checkTarget(db: Db, netboxId: number | null, add: Add): Promise<void> {
  if (netboxId !== null && !(await findEndpoint(db, "netbox", netboxId))) {
    add("netbox_endpoint_id", `there is no NetBox endpoint ${netboxId}`);
  }
}
