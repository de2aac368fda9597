import { gzipSync } from "node:zlib";

/** Any page that is not there: what every page of the build loads, and nothing else. */
export const EMPTY_PAGE = "/no-such-page";

/** Scripts that a browser loads for a page by its HTML, compressed, in kB: not those for browsers without modules. */
export async function scriptsKb(base: string, html: string): Promise<number> {
  const tags = [...html.matchAll(/<script[^>]+src="([^"]+)"[^>]*>/g)].filter(([tag]) => !/\snomodule\b/i.test(tag));
  const sources = new Set(tags.map(([, source = ""]) => source));
  let bytes = 0;
  for (const source of sources) {
    const script = await fetch(new URL(source, base));
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).byteLength;
  }
  return bytes / 1000;
}
