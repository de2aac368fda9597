/** Commands to copy. Every word that somebody entered is quoted for a POSIX shell. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

export const shell = (...words: string[]): string => words.map(quoted).join(" ");

/** What to run on this machine to see one layer of an address by oneself. */
export const seeByHand = {
  name: (host: string): string => shell("getent", "ahosts", host),
  port: (host: string, port: number): string => shell("nc", "-vz", host, String(port)),
  certificate: (host: string, port: number): string => {
    const place = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    const name = /^[\d.]+$|:/.test(host) ? [] : ["-servername", host];
    return `${shell("openssl", "s_client", "-connect", place, ...name)} </dev/null | openssl x509 -noout -subject -ext subjectAltName -dates`;
  },
  answer: (url: string, isVerified: boolean): string =>
    shell("curl", isVerified ? "-sSi" : "-ksSi", "--max-time", "15", url),
} as const;

/** A call of a backend; the key is left to the shell of whoever runs it. */
export const askBackend = (method: "GET" | "DELETE", url: string): string =>
  `${shell("curl", "-sS", ...(method === "GET" ? [] : ["-X", method]), url, "-H")} "X-Proxbox-API-Key: $KEY"`;

/** A call of NetBox; the token, too. */
export const askNetbox = (url: string): string =>
  `${shell("curl", "-sS", url, "-H")} "Authorization: Token $NETBOX_TOKEN"`;
