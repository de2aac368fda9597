import ipaddr from "ipaddr.js";

export type NetworkPolicy = {
  /** CIDRs that may be reached. Undefined: every public address and the usual private ones. */
  allowed: readonly string[];
  /** Also every address of the public internet. */
  allowPublic: boolean;
  /** The environment variable to name in a refusal. */
  variable: string;
};

/** Metadata services that lie inside otherwise usable ranges. */
const NEVER = ["100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::254/128", "169.254.0.0/16", "fe80::/10"];
const FORBIDDEN_RANGES = new Set(["unspecified", "broadcast", "multicast", "linkLocal", "reserved"]);
const PUBLIC_RANGE = "unicast";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The bare address of a literal, IPv4 forms inside IPv6 unwrapped; null for a name. */
export function parseAddress(text: string): Address | null {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (!ipaddr.isValid(bare)) return null;
  return unwrap(ipaddr.parse(bare));
}

function unwrap(address: Address): Address {
  if (address.kind() === "ipv4") return address;
  const six = address as ipaddr.IPv6;
  if (six.isIPv4MappedAddress()) return six.toIPv4Address();
  const bytes = six.toByteArray();
  const range = six.range();
  if (range === "rfc6052" || isIpv4Compatible(bytes)) return new ipaddr.IPv4(bytes.slice(12));
  if (range === "6to4") return new ipaddr.IPv4(bytes.slice(2, 6));
  return six;
}

const isIpv4Compatible = (bytes: number[]): boolean =>
  bytes.slice(0, 12).every((byte) => byte === 0) && bytes.slice(12, 15).some((byte) => byte !== 0);

/** Null when the address may be reached, otherwise the sentence that says why not and what to add where. */
export function refuseAddress(text: string, policy: NetworkPolicy): string | null {
  const address = parseAddress(text);
  if (!address) return `${text} is not an IP address`;
  const shown = address.toString();
  if (FORBIDDEN_RANGES.has(address.range()) || matchesAny(address, NEVER)) {
    return `${shown} is a link-local, metadata, multicast or unspecified address and is never used`;
  }
  if (matchesAny(address, policy.allowed)) return null;
  if (policy.allowPublic && address.range() === PUBLIC_RANGE) return null;
  const cidr = `${shown}/${address.kind() === "ipv4" ? 32 : 128}`;
  return `${shown} is outside the allowed networks; add ${cidr} to ${policy.variable} to allow it`;
}

function matchesAny(address: Address, cidrs: readonly string[]): boolean {
  return cidrs.some((cidr) => {
    const [network, bits] = parseCidr(cidr);
    return network.kind() === address.kind() && address.match(network, bits);
  });
}

function parseCidr(cidr: string): [Address, number] {
  if (cidr.includes("/")) return ipaddr.parseCIDR(cidr);
  const address = ipaddr.parse(cidr);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

/** Host forms that look like a name and mean an address (`2130706433`, `0x7f.1`, `017700000001`). */
export function isDisguisedAddress(host: string): boolean {
  return /^(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*\.?$/i.test(host) && !/^(\d{1,3}\.){3}\d{1,3}$/.test(host);
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
