import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";
import ipaddr from "ipaddr.js";
import { noteForwardedPeer } from "#lib/net/forwarded-peers";

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Who a request comes from, after the trusted proxies; what the headers say then is true. */
export type Forwarded = { address: string; scheme: "http" | "https"; host: string | undefined };

/** CIDRs or single addresses, as `TRUSTED_PROXIES` lists them. Throws on one that cannot be read. */
export function parseRanges(texts: readonly string[]): Range[] {
  return texts.map((text) => {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    const address = ipaddr.process(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  });
}

/**
 * Reads `X-Forwarded-For` from the right for as long as the sender is a trusted proxy: the first address that is not
 * one is the client. `X-Forwarded-Proto` and `-Host` count only when the peer of the socket itself is trusted.
 */
export function resolveForwarded(
  peer: { address: string | undefined; isEncrypted: boolean },
  headers: IncomingHttpHeaders,
  trusted: readonly Range[],
): Forwarded {
  const own: Forwarded = {
    address: plainAddress(peer.address) ?? "",
    scheme: peer.isEncrypted ? "https" : "http",
    host: headers.host,
  };
  if (!isTrusted(own.address, trusted)) return own;
  const hops = listOf(headers["x-forwarded-for"]);
  let address = own.address;
  for (const hop of hops.reverse()) {
    const known = plainAddress(hop);
    if (!known) break;
    address = known;
    if (!isTrusted(known, trusted)) break;
  }
  const scheme = listOf(headers["x-forwarded-proto"]).at(-1);
  return {
    address,
    scheme: scheme === "https" || scheme === "http" ? scheme : own.scheme,
    host: validHost(listOf(headers["x-forwarded-host"]).at(-1)) ?? own.host,
  };
}

/** Replaces every header that a client could forge with what {@link resolveForwarded} found. */
export function overwriteForwarded(request: IncomingMessage, trusted: readonly Range[]): void {
  const socket = request.socket as Partial<TLSSocket> & IncomingMessage["socket"];
  const peer = { address: socket.remoteAddress, isEncrypted: socket.encrypted === true };
  const found = resolveForwarded(peer, request.headers, trusted);
  const names = Object.keys(request.headers).filter(isProxyHeader);
  const address = plainAddress(peer.address) ?? "";
  if (names.length > 0 && !isTrusted(address, trusted)) noteForwardedPeer(address);
  for (const name of names) delete request.headers[name];
  request.headers["x-forwarded-for"] = found.address;
  request.headers["x-forwarded-proto"] = found.scheme;
  if (found.host) request.headers["x-forwarded-host"] = found.host;
}

const isProxyHeader = (name: string): boolean =>
  name === "forwarded" || name === "x-real-ip" || name.startsWith("x-forwarded-");

function listOf(value: string | string[] | undefined): string[] {
  return (Array.isArray(value) ? value.join(",") : (value ?? ""))
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Without IPv4-in-IPv6 wrapping, brackets, port and zone; undefined when it is no address. */
function plainAddress(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1];
  const bare = (bracketed ?? text.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")).replace(/%.*$/, "");
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare);
  return isAddress ? ipaddr.process(bare).toString() : undefined;
}

function isTrusted(address: string, trusted: readonly Range[]): boolean {
  if (!address) return false;
  const parsed = ipaddr.process(address);
  return trusted.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
}

const validHost = (host: string | undefined): string | undefined =>
  host && /^[A-Za-z0-9.-]+(:\d+)?$|^\[[0-9A-Fa-f:.]+\](:\d+)?$/.test(host) ? host : undefined;
