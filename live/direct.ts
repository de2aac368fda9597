import { createParser, type EventSourceMessage } from "eventsource-parser";

export type Event = { event: string; data: unknown };
export type Answer = { status: number; body: unknown; events: Event[] };

const PATIENCE_MS = 120_000;

/** A backend asked by plain HTTP, without the console: what it says itself, for comparison with the contract. */
export function directBackend(port: number, apiKey: string) {
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, {
      method,
      headers: { "x-proxbox-api-key": apiKey, ...(body ? { "content-type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    if (!(response.headers.get("content-type") ?? "").startsWith("text/event-stream")) {
      return { status: response.status, body: text === "" ? undefined : JSON.parse(text), events: [] };
    }
    return { status: response.status, body: undefined, events: readEvents(text) };
  };
  const demand = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await call(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    call,
    /** As a person would do it who sets the service up without a console. */
    async configure(netboxPort: number, proxmoxPort: number): Promise<number> {
      await demand("POST", "auth/register-key", { api_key: apiKey, label: "direct" });
      await demand("POST", "netbox/endpoint", {
        name: "NetBox",
        ip_address: "127.0.0.1",
        domain: "127.0.0.1",
        port: netboxPort,
        token_version: "v1",
        token: "0123456789abcdef0123456789abcdef01234567",
        verify_ssl: false,
      });
      const created = await demand("POST", "proxmox/endpoints", {
        name: "lab",
        ip_address: "127.0.0.1",
        port: proxmoxPort,
        username: "root@pam",
        password: "stand-in secret",
        verify_ssl: false,
      });
      return (created as { id: number }).id; // safe because the service answers the row it made
    },
  };
}

function readEvents(text: string): Event[] {
  const events: Event[] = [];
  const onEvent = (message: EventSourceMessage) =>
    events.push({ event: message.event ?? "message", data: JSON.parse(message.data) });
  createParser({ onEvent }).feed(text);
  return events;
}
