import { baseUrls } from "../net/candidates.ts";

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
export function netboxUrls(target: Pick<NetboxTarget, "domain" | "ipAddress" | "port" | "verifySsl">): string[] {
  const scheme = target.port === 443 || target.verifySsl ? "https" : "http";
  return baseUrls(scheme, [target.domain, target.ipAddress], target.port);
}

/**
 * `Token …` of version 1, `Bearer nbt_<key>.<secret>` of version 2. NetBox shows a new v2 token as a whole once, so it
 * is also taken when it was entered as one.
 */
export function netboxAuthorization(target: NetboxTarget): string | null {
  const { token, tokenKey, tokenVersion } = target;
  if (!token) return null;
  if (/^nbt_[^.]+\../.test(token)) return `Bearer ${token}`;
  if (tokenVersion === "v1") return `Token ${token}`;
  return `Bearer nbt_${(tokenKey ?? "").replace(/^nbt_/, "")}.${token}`;
}

/** What messages call it: "NetBox lab", and not "NetBox NetBox". */
export const netboxTitle = (name: string): string => (/netbox/i.test(name) ? name : `NetBox ${name}`);
