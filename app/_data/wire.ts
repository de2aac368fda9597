import { z } from "zod";
import { WireFrame } from "#lib/frames/schema";
import { Card } from "#lib/inventory/schema";
import { WireCheck } from "#lib/status/schema";

/**
 * What the browser reads over the wire, checked. The schemas weigh as much as a page's own scripts and nothing of a
 * first paint needs them: what a page loads at once must reach this file by `await import`.
 */

// No code generation, which the content security policy of our pages refuses.
z.config({ jitless: true });

const reads =
  <T>(schema: z.ZodType<T>) =>
  (value: unknown): T =>
    schema.parse(value);

export const readFrames = reads(z.array(WireFrame));
export const readFramesPage = reads(z.object({ frames: z.array(WireFrame) }));
export const readMatches = reads(z.object({ scanned_to: z.number(), last_seq: z.number(), seqs: z.array(z.number()) }));
export const readJobEnd = reads(z.object({ status: z.string(), outcome: z.string().nullable() }));

export const readCard = reads(Card);
export const readCheck = reads(WireCheck);

export const readLiveJobs = reads(z.object({ results: z.array(z.object({ id: z.number() })) }));
export const readEndedJob = reads(
  z.object({ id: z.number(), status: z.string(), outcome: z.string().nullable(), error: z.string().nullable() }),
);
export const readFound = reads(
  z.object({ results: z.array(z.object({ id: z.number(), name: z.string(), display_url: z.string() })) }),
);
