/** One event as wire text. `data` must hold no line break but those it wants to keep: each becomes a `data:` line. */
export function encodeEvent(message: { event?: string; data: string; id?: string | number; retryMs?: number }): string {
  const event = message.event ? `event: ${message.event}\n` : "";
  const id = message.id === undefined ? "" : `id: ${message.id}\n`;
  const retry = message.retryMs === undefined ? "" : `retry: ${message.retryMs}\n`;
  const head = event + id + retry;
  // JSON on one line, which nearly all data is, costs nothing but this look.
  if (!message.data.includes("\n") && !message.data.includes("\r")) return `${head}data: ${message.data}\n\n`;
  const lines = message.data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `${head}${lines.join("")}\n`;
}

/** A comment: keeps the connection alive and is no event. */
export const encodeComment = (text: string): string => `: ${text}\n\n`;
