import ipaddr from "ipaddr.js";
import { type Address, isInRanges } from "./is-in-ranges.ts";

export type NetworkPolicy = {
  /** CIDRs that may be reached. */
  allowed: readonly string[];
  /** Also every address of the public internet. */
  allowPublic: boolean;
  /** The environment variable to name in a refusal. */
  variable: string;
};

/** Metadata and host services of clouds that lie inside otherwise usable ranges. */
const NEVER = [
  "100.100.100.200/32",
  "168.63.129.16/32",
  "192.0.0.192/32",
  "fd00:ec2::/32",
  "fd00:42::42/128",
  "fd20:ce::254/128",
  // Where a translator puts the IPv4 address in this prefix is its own choice, so it cannot be judged.
  "64:ff9b:1::/48",
  // A tunnel: the packet leaves for an IPv4 address of somebody else's choice.
  "2001::/32",
];
const FORBIDDEN_RANGES = new Set(["unspecified", "broadcast", "multicast", "linkLocal"]);
const PUBLIC_RANGE = "unicast";
/** The only IPv6 block that is handed out for the public internet. */
const GLOBAL_UNICAST = "2000::/3";

/** The bare address of a literal, IPv4 forms inside IPv6 unwrapped; null for a name and for an unusual spelling. */
export function parseAddress(text: string): Address | null {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  return bare.includes(":") && ipaddr.IPv6.isValid(bare) ? unwrap(ipaddr.IPv6.parse(bare)) : null;
}

function unwrap(address: ipaddr.IPv6): Address {
  const bytes = address.toByteArray();
  const range = address.range();
  const carriesLast = range === "ipv4Mapped" || range === "rfc6145" || isWellKnownNat64(bytes) || isCompatible(bytes);
  if (carriesLast || isIsatap(bytes)) return new ipaddr.IPv4(bytes.slice(12));
  if (range === "6to4") return new ipaddr.IPv4(bytes.slice(2, 6));
  return address;
}

const startsWith = (bytes: number[], prefix: number[]) => prefix.every((byte, index) => bytes[index] === byte);
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

const isWellKnownNat64 = (bytes: number[]) => startsWith(bytes, [0, 0x64, 0xff, 0x9b, ...zeros(8)]);

/** `::a.b.c.d`, which `::` and `::1` are not. */
const isCompatible = (bytes: number[]) =>
  startsWith(bytes, zeros(12)) && !(startsWith(bytes, zeros(15)) && (bytes[15] ?? 0) <= 1);

const isIsatap = (bytes: number[]) =>
  [0, 2].includes(bytes[8] ?? -1) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;

/** Null when the address may be reached, otherwise the sentence that says why not and what to add where. */
export function refuseAddress(text: string, policy: NetworkPolicy): string | null {
  const address = parseAddress(text);
  if (!address) return `${text} is not an IP address`;
  const shown = address.toString();
  if (FORBIDDEN_RANGES.has(address.range()) || isInRanges(address, NEVER)) {
    return `${shown} is a link-local, metadata, multicast or unspecified address and is never used`;
  }
  if (isInRanges(address, policy.allowed)) return null;
  if (policy.allowPublic && isPublic(address)) return null;
  const cidr = `${shown}/${address.kind() === "ipv4" ? 32 : 128}`;
  return `${shown} is outside the allowed networks; add ${cidr} to ${policy.variable} to allow it`;
}

const isPublic = (address: Address): boolean =>
  address.range() === PUBLIC_RANGE && (address.kind() === "ipv4" || isInRanges(address, [GLOBAL_UNICAST]));

/**
 * Host forms that look like a name and mean an address (`2130706433`, `0x7f.1`, `017700000001`, `127.1`, full-width
 * digits): whatever a URL turns into an IPv4 address, and every number in the last place, which a URL refuses.
 */
export function isDisguisedAddress(host: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) return false;
  if (/(^|\.)(0x[0-9a-f]*|\d+)\.?$/i.test(host)) return true;
  try {
    return ipaddr.IPv4.isValidFourPartDecimal(new URL(`http://${host}/`).hostname);
  } catch {
    return false;
  }
}

/** Ports of mail, remote shells and other services that must not be spoken to as if they were HTTP. */
const DENIED_PORTS = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 5060, 5061, 6000,
  6566, 6665, 6666, 6667, 6668, 6669, 6697, 10080,
]);

export function refusePort(port: number): string | null {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return `${port} is not a port; use 1 to 65535`;
  return DENIED_PORTS.has(port) ? `port ${port} belongs to another kind of service and is refused` : null;
}
