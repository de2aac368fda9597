/** A host as it is compared: small letters, no prefix length, no last dot. */
export const plainHost = (host: string): string => (host.toLowerCase().split("/")[0] ?? "").replace(/\.$/, "");
