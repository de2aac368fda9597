import ipaddr from "ipaddr.js";

const BITS = /^\d{1,3}$/;

/** One address, or a range of them in CIDR notation: `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`. */
export function isRange(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const isFour = ipaddr.IPv4.isValidFourPartDecimal(address);
  if (more.length > 0 || (!isFour && !ipaddr.IPv6.isValid(address))) return false;
  return bits === undefined || (BITS.test(bits) && Number(bits) <= (isFour ? 32 : 128));
}
