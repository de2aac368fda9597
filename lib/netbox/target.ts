/** A NetBox as `lib/endpoints` hands it out: plain values, the token opened. */
export type NetboxTarget = {
  id: number;
  name: string;
  domain: string | null;
  ipAddress: string | null;
  port: number;
  verifySsl: boolean;
  tokenVersion: "v1" | "v2";
  tokenKey: string | null;
  token: string | null;
};

/** The domain first, then the IP address; https on port 443 or when certificates are checked, as the backend does it. */
export function netboxUrls(target: NetboxTarget): string[] {
  const scheme = target.port === 443 || target.verifySsl ? "https" : "http";
  const hosts = [target.domain, target.ipAddress].filter((host): host is string => Boolean(host));
  return [...new Set(hosts.map((host) => `${scheme}://${host.includes(":") ? `[${host}]` : host}:${target.port}`))];
}

/** `Token …` of version 1, `Bearer nbt_<key>.<secret>` of version 2. */
export function netboxAuthorization(target: NetboxTarget): string | null {
  if (target.token === null) return null;
  return target.tokenVersion === "v2" ? `Bearer nbt_${target.tokenKey ?? ""}.${target.token}` : `Token ${target.token}`;
}
