export const BARE_QUEUE = "bare";

/** One endpoint, and the streams to be read for it, in order. */
export type BareJob = { endpoint: number; paths: string[] };
