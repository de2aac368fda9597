import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";

/**
 * `node:http` and `pg` alone, as a process of its own: `bare-log.ts DATABASE_URL JOB_ID FRAMES_PER_CHUNK`. Whatever is
 * asked, the frames of the job are answered as an event stream. Says its port when it listens.
 */
const [url = "", jobId = "0", perChunk = "0"] = process.argv.slice(2);
const client = new pg.Client(url);
await client.connect();

async function sendLog(response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let after = 0; ; ) {
    const { rows } = await client.query<{ seq: string; event: string; data: string }>(
      "select seq, event, data from job_frames where job_id = $1 and seq > $2 order by seq limit $3",
      [jobId, after, perChunk],
    );
    const chunk = rows.map(({ seq, event, data }) => `event: ${event}\nid: ${seq}\ndata: ${data}\n\n`).join("");
    if (chunk && !response.write(chunk)) await new Promise((resolve) => response.once("drain", resolve));
    if (rows.length < Number(perChunk)) break;
    after = Number(rows.at(-1)?.seq);
  }
  response.end();
}

const server = createServer((_request, response) => void sendLog(response));
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once("disconnect", () => process.exit(0));
