import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";

export type Seen = { method: string; path: string; headers: IncomingMessage["headers"]; body: string };
export type Respond = (request: Seen, response: ServerResponse) => void | Promise<void>;

export type TestServer = {
  port: number;
  /** Every request that arrived, in order. */
  seen: Seen[];
  close: () => Promise<void>;
};

export type ServeOptions = { host?: string; port?: number; tls?: { key: string; cert: string } };

/** A real HTTP server on loopback that answers what the test says. */
export async function serve(respond: Respond, options: ServeOptions = {}): Promise<TestServer> {
  const seen: Seen[] = [];
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // safe because no encoding was set
    const body = Buffer.concat(chunks).toString("utf8");
    const arrived = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    seen.push(arrived);
    await respond(arrived, response);
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** A port of loopback on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The error of work that must fail. */
export async function failure(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Error) return error;
  throw new Error(error === null ? "it was expected to fail" : `something else than an error was thrown: ${error}`);
}
