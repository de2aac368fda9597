import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * `node:http` alone, as a process of its own: `bare.ts CHUNK_BYTES CHUNKS`. Whatever is asked, so many chunks from
 * memory are answered as an event stream. Says its port when it listens.
 */
const [bytes = "0", chunks = "0"] = process.argv.slice(2);
const chunk = Buffer.alloc(Number(bytes), "x");

const server = createServer(async (_request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let sent = 0; sent < Number(chunks); sent += 1) {
    if (!response.write(chunk)) await new Promise((resolve) => response.once("drain", resolve));
  }
  response.end();
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once("disconnect", () => process.exit(0));
