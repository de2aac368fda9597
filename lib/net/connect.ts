import { lookup as dnsLookup, type LookupAddress, type LookupAllOptions } from "node:dns";
import { readFileSync } from "node:fs";
import { isIP, type LookupFunction } from "node:net";
import { getCACertificates, rootCertificates } from "node:tls";
import { Agent, type Dispatcher } from "undici";
import { AppError } from "../errors.ts";
import { isDisguisedAddress, type NetworkPolicy, refuseAddress, refusePort } from "./addresses.ts";

/** Connections that never answer are given up after this. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** Below the 5 s after which the server that runs proxbox-api closes an idle connection. */
const KEEP_ALIVE_MS = 4_000;

export type TlsPolicy = { verifySsl: boolean; caFile?: string };

/** Resolves a name to all of its addresses: `dns.lookup`, or what a test wants to answer. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

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
export function guardedAgent(policy: NetworkPolicy, tls: TlsPolicy, resolve: Resolve = dnsLookup): Dispatcher {
  return new Agent({
    // One long stream per connection: HTTP/2 would let a stalled stream hold up the others.
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      rejectUnauthorized: tls.verifySsl,
      ca: tls.caFile ? trustedRoots(tls.caFile) : undefined,
      lookup: guardedLookup(policy, resolve),
    },
  });
}

/** Throws `AddressRefused` for what no lookup would judge: literal addresses, other schemes, ports of other services. */
export function assertUrlAllowed(url: URL, policy: NetworkPolicy): void {
  const secure = url.protocol === "https:";
  if (!secure && url.protocol !== "http:") throw new AddressRefused(`${url.protocol} is refused; use http or https`);
  const port = refusePort(url.port === "" ? (secure ? 443 : 80) : Number(url.port));
  if (port) throw new AddressRefused(port);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isDisguisedAddress(host)) throw new AddressRefused(`${host} is not a usable host name`);
  if (isIP(host) === 0) return;
  const refusal = refuseAddress(host, policy);
  if (refusal) throw new AddressRefused(refusal);
}

/** Resolves a name to addresses that the policy allows, or fails: for clients that bring no agent of undici's. */
export function guardedLookup(policy: NetworkPolicy, resolve: Resolve = dnsLookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const refused = addresses.map(({ address }) => refuseAddress(address, policy)).find((reason) => reason !== null);
      if (refused) return callback(new AddressRefused(`${hostname}: ${refused}`), "", 0);
      const [first] = addresses;
      if (!first) return callback(new AddressRefused(`${hostname} has no address`), "", 0);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

/** The usual roots and those of a PEM file. */
export function trustedRoots(caFile: string): string[] {
  try {
    return [...new Set([...rootCertificates, ...getCACertificates("system"), readFileSync(caFile, "utf8")])];
  } catch (cause) {
    throw new AppError("internal", `CONSOLE_CA_FILE cannot be read: ${caFile}`, { cause });
  }
}
