import { lookup as dnsLookup } from "node:dns";
import { readFileSync } from "node:fs";
import { isIP, type LookupFunction } from "node:net";
import { getCACertificates, rootCertificates } from "node:tls";
import { Agent, type Dispatcher } from "undici";
import { AppError } from "../errors.ts";
import { isDisguisedAddress, type NetworkPolicy, refuseAddress } from "./addresses.ts";

/** Connections that never answer are given up after this. */
export const CONNECT_TIMEOUT_MS = 5_000;

export type TlsPolicy = { verifySsl: boolean; caFile?: string };

/** The address was refused before anything was sent. */
export class AddressRefused extends Error {
  override name = "AddressRefused";
  readonly code = "EADDRREFUSED";
}

/**
 * An agent whose connections go only to addresses the policy allows. A name is resolved once per connection, every
 * address of it must be allowed, and the connection is made to what was checked; name and `Host` stay the original.
 * undici's own header and body limits are off: callers time by purpose.
 */
export function guardedAgent(policy: NetworkPolicy, tls: TlsPolicy): Dispatcher {
  return new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    maxRedirections: 0,
    keepAliveTimeout: 4_000,
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      rejectUnauthorized: tls.verifySsl,
      ca: tls.caFile ? trustedRoots(tls.caFile) : undefined,
      lookup: guardedLookup(policy),
    },
  } as ConstructorParameters<typeof Agent>[0]);
}

/** Throws `invalid` when a literal address in the URL is refused: undici does not look those up. */
export function assertUrlAllowed(url: URL, policy: NetworkPolicy): void {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isDisguisedAddress(host)) throw new AddressRefused(`${host} is not a usable host name`);
  if (isIP(host) === 0) return;
  const refusal = refuseAddress(host, policy);
  if (refusal) throw new AddressRefused(refusal);
}

function guardedLookup(policy: NetworkPolicy): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const refused = addresses.map(({ address }) => refuseAddress(address, policy)).find((reason) => reason !== null);
      if (refused) return callback(new AddressRefused(`${hostname}: ${refused}`), "", 0);
      const [first] = addresses;
      if (!first) return callback(new AddressRefused(`${hostname} has no address`), "", 0);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

function trustedRoots(caFile: string): string[] {
  try {
    return [...new Set([...rootCertificates, ...getCACertificates("system"), readFileSync(caFile, "utf8")])];
  } catch (cause) {
    throw new AppError("internal", `CONSOLE_CA_FILE cannot be read: ${caFile}`, { cause });
  }
}
