import { z } from "zod";
import { randomToken } from "../crypto/token.ts";
import { isAppError } from "../errors.ts";
import { rememberSecret } from "../redact.ts";
import { readBootstrapStatus } from "./bootstrap.ts";
import { type BackendContext, keyHeader } from "./context.ts";
import { backendRequest } from "./request.ts";

const Anything = z.unknown();

/** Where the key of one backend is kept, for every process of this console. */
export type KeyStore = {
  /** The key as it is stored now: a call may be older than the key that was entered or registered meanwhile. */
  load: () => Promise<string | null>;
  /** Stores a new key unless there is one by now; resolves with the one that is stored. */
  claim: (key: string) => Promise<string>;
};

/** 48 random bytes are 64 characters: inside the 32…72 bytes that the backend takes. */
const KEY_BYTES = 48;

/**
 * After a 401 about the API key: the key to try again with, null when there is none. A backend without any key gets
 * ours. A new one is stored before it is registered, so that processes that meet the backend at the same moment all
 * bring the same. At a backend that has a key, ours is verified once. `ctx` must not recover keys itself.
 */
export async function recoverKey(ctx: BackendContext, known: string | null, keys?: KeyStore): Promise<string | null> {
  const { needs_bootstrap: needsKey } = await readBootstrapStatus(ctx);
  const stored = keys ? await keys.load() : known;
  if (!needsKey) return stored !== null && stored !== known ? stored : verified(ctx, known);
  const key = stored ?? known ?? (await keys?.claim(randomToken(KEY_BYTES))) ?? null;
  if (key === null) return null;
  rememberSecret(key);
  return register(ctx, key);
}

async function register(ctx: BackendContext, key: string): Promise<string | null> {
  try {
    await backendRequest(ctx, {
      method: "POST",
      path: "auth/register-key",
      body: { api_key: key, label: "proxbox-console" },
      schema: Anything,
      mayRepeat: false,
    });
    return key;
  } catch (error) {
    // Another process registered a key a moment ago; perhaps it is ours.
    if (isAppError(error, "backend_refused") && error.details.status === 409) return verified(ctx, key);
    throw error;
  }
}

/** `/version` is the cheapest path that asks for the key. */
async function verified(ctx: BackendContext, key: string | null): Promise<string | null> {
  if (key === null) return null;
  try {
    await backendRequest({ ...ctx, headers: () => keyHeader(key) }, { path: "version", schema: Anything });
    return key;
  } catch (error) {
    if (isAppError(error, "backend_refused") && error.details.status === 401) return null;
    throw error;
  }
}
