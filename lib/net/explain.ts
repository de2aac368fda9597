import { CONNECT_TIMEOUT_MS } from "./connect.ts";

const CERTIFICATE = /CERT|UNABLE_TO_|HOSTNAME_MISMATCH|CRL/;

/** Why no answer came, with the remedy where there is one; the system's own words follow in brackets. */
export function explainNetworkError(code: string, cause: unknown): string {
  const raw = cause instanceof Error ? cause.message : String(cause);
  const meaning = meaningOf(code);
  if (!meaning) return raw || code || "the connection failed";
  return raw && raw !== code ? `${meaning} (${raw})` : `${meaning} (${code})`;
}

function meaningOf(code: string): string | null {
  switch (code) {
    case "ECONNREFUSED":
      return "nothing listens on this port";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the name does not resolve";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "there is no route to this address";
    case "UND_ERR_CONNECT_TIMEOUT":
      return `no connection within ${CONNECT_TIMEOUT_MS / 1000} s`;
    case "UND_ERR_SOCKET":
    case "ECONNRESET":
    case "EPIPE":
      return "the connection was closed before an answer came";
    case "ERR_SSL_WRONG_VERSION_NUMBER":
    case "ERR_SSL_PACKET_LENGTH_TOO_LONG":
    case "EPROTO":
      return "this port does not speak TLS; turn HTTPS off or use its TLS port";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "the certificate is for another name; use that name, or turn certificate verification off";
    case "CERT_HAS_EXPIRED":
      return "the certificate has expired; renew it, or turn certificate verification off";
  }
  if (code.startsWith("HPE_")) return "the answer is not HTTP; this may be a TLS port";
  if (CERTIFICATE.test(code)) {
    return "the certificate is not trusted; add its CA by CONSOLE_CA_FILE, or turn certificate verification off";
  }
  return null;
}
