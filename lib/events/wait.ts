import type { Listener } from "./listen.ts";

/** Resolves at the next hint on `topic`, after `timeoutMs`, or when aborted: whichever is first. Never rejects. */
export function waitForHint(
  listener: Listener,
  topic: string,
  options: { timeoutMs: number; signal?: AbortSignal },
): Promise<"hint" | "timeout" | "aborted"> {
  return new Promise((resolve) => {
    const finish = (result: "hint" | "timeout" | "aborted") => {
      unsubscribe();
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      resolve(result);
    };
    const onAbort = () => finish("aborted");
    const unsubscribe = listener.subscribe(
      (candidate) => candidate === topic,
      () => finish("hint"),
    );
    const timer = setTimeout(() => finish("timeout"), options.timeoutMs);
    if (options.signal?.aborted) finish("aborted");
    else options.signal?.addEventListener("abort", onAbort, { once: true });
  });
}
