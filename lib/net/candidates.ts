import { isIP } from "node:net";

/**
 * The base URLs of an endpoint: its domain, then its IP address (a prefix length is left out), never the same twice.
 * What is not a plain host name or address gives no URL, because it would lead elsewhere.
 */
export function baseUrls(
  scheme: "http" | "https",
  hosts: readonly (string | null | undefined)[],
  port: number,
): string[] {
  const urls = hosts.flatMap((host) => {
    const plain = plainHost(host ?? "");
    return plain === null ? [] : [`${scheme}://${plain}:${port}`];
  });
  return [...new Set(urls)];
}

/** Letters, digits, dots, hyphens and underscores: what DNS and hosts files hold. */
const NAME = /^[\p{L}\p{N}]([\p{L}\p{N}._-]*[\p{L}\p{N}.])?$/u;

function plainHost(text: string): string | null {
  const bare = text
    .trim()
    .replace(/\/\d{1,3}$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();
  // A zone names an interface of this machine, which no URL can.
  if (bare.includes("%")) return null;
  if (isIP(bare) === 6) return `[${bare}]`;
  return NAME.test(bare) ? bare : null;
}
