import { createHmac } from "node:crypto";

/**
 * `sha256=<hex>` of `<timestamp>.<body>` under the webhook's secret. The timestamp (seconds) is signed, so that a
 * receiver can refuse what somebody recorded and sends again later.
 */
export function signBody(secret: string, timestampS: number, body: string): string {
  return `sha256=${createHmac("sha256", secret).update(`${timestampS}.${body}`).digest("hex")}`;
}
