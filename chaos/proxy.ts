import { createServer, connect as openSocket, type Socket } from "node:net";

export type TcpProxy = {
  port: number;
  /**
   * Forwards nothing for so long, and tells neither side, not even that the other one is gone. Then what was held back
   * is delivered (`heals`), or every connection is closed.
   */
  holdBack: (ms: number, heals: boolean) => Promise<void>;
  close: () => void;
};

type Pair = { client: Socket; server: Socket };

/** A way to the database that can be cut in the middle: a half-open connection for both ends. */
export async function startProxy(targetPort: () => number): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let held: Promise<void> | null = null;
  const listener = createServer((client) => {
    client.on("error", () => {});
    // While nothing is forwarded nobody new gets through either.
    if (held) return void held.then(() => client.destroy());
    const server = openSocket(targetPort(), "127.0.0.1");
    server.on("error", () => {});
    const pair = { client, server };
    pairs.add(pair);
    const end = async () => {
      await held;
      client.destroy();
      server.destroy();
      pairs.delete(pair);
    };
    client.once("close", end);
    server.once("close", end);
    forward(pair);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return {
    port: (listener.address() as { port: number }).port,
    async holdBack(ms, heals) {
      if (held) return;
      const letGo = Promise.withResolvers<void>();
      held = letGo.promise;
      for (const pair of pairs) holdPair(pair);
      await new Promise((resolve) => setTimeout(resolve, ms));
      held = null;
      letGo.resolve();
      for (const pair of pairs) {
        if (heals) forward(pair);
        else pair.client.destroy();
      }
    },
    close() {
      listener.close();
      for (const { client, server } of pairs) {
        client.destroy();
        server.destroy();
      }
    },
  };
}

function forward({ client, server }: Pair): void {
  client.pipe(server);
  server.pipe(client);
}

function holdPair({ client, server }: Pair): void {
  client.unpipe(server);
  server.unpipe(client);
  client.pause();
  server.pause();
}
