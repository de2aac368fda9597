import { z } from "zod";
import { randomToken } from "../crypto/token.ts";
import { isAppError } from "../errors.ts";
import { rememberSecret } from "../redact.ts";
import { readBootstrapStatus } from "./bootstrap.ts";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";

const Anything = z.unknown();

/** 48 random bytes are 64 characters: inside the 32…72 bytes that the backend takes. */
const KEY_BYTES = 48;

export type RecoveredKey = { key: string; registered: boolean };

/**
 * After a 401 about the API key: a backend without any key gets ours (a new one when we hold none); at a backend that
 * has one, ours is verified once. Null when there is nothing to try again with. `ctx` must not recover keys itself.
 */
export async function recoverKey(ctx: BackendContext, known: string | null): Promise<RecoveredKey | null> {
  const status = await readBootstrapStatus(ctx);
  if (!status.needs_bootstrap) return verified(ctx, known);
  const key = known ?? randomToken(KEY_BYTES);
  rememberSecret(key);
  try {
    await backendRequest(ctx, {
      method: "POST",
      path: "auth/register-key",
      body: { api_key: key, label: "proxbox-console" },
      schema: Anything,
      mayRepeat: false,
    });
    return { key, registered: true };
  } catch (error) {
    // Another process registered a key a moment ago; perhaps it is ours.
    if (isAppError(error, "backend_refused") && error.details.status === 409) return verified(ctx, known);
    throw error;
  }
}

/** `/version` is the cheapest path that asks for the key. */
async function verified(ctx: BackendContext, known: string | null): Promise<RecoveredKey | null> {
  if (known === null) return null;
  try {
    await backendRequest(ctx, { path: "version", schema: Anything });
    return { key: known, registered: false };
  } catch (error) {
    if (isAppError(error, "backend_refused") && error.details.status === 401) return null;
    throw error;
  }
}
