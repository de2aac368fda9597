import { gzipSync } from "node:zlib";

/** Any page that is not there: what every page of the build loads, and nothing else. */
export const EMPTY_PAGE = "/no-such-page";

/** Scripts that a page asks for by its HTML, compressed, in kB. */
export async function scriptsKb(base: string, html: string): Promise<number> {
  const sources = new Set([...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, source = ""]) => source));
  let bytes = 0;
  for (const source of sources) {
    const script = await fetch(new URL(source, base));
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).byteLength;
  }
  return bytes / 1000;
}
