import { z } from "zod";
import { randomToken } from "../crypto/token.ts";
import { isAppError } from "../errors.ts";
import type { BackendContext } from "./context.ts";
import { backendRequest } from "./request.ts";

const BootstrapStatus = z.looseObject({ needs_bootstrap: z.boolean() });

/** 48 random bytes are 64 characters: inside the 32…72 bytes that the backend takes. */
const KEY_BYTES = 48;

/**
 * After a 401 about the API key: a backend without any key gets ours (a new one when we hold none), a backend that
 * has one is left alone, because every further try counts towards its lockout. Null when nothing changed.
 */
export async function recoverKey(
  ctx: BackendContext,
  known: string | null,
  signal?: AbortSignal,
): Promise<{ key: string; registered: boolean } | null> {
  const status = await backendRequest(ctx, { path: "auth/bootstrap-status", schema: BootstrapStatus, signal });
  if (!status.needs_bootstrap) return null;
  const key = known ?? randomToken(KEY_BYTES);
  try {
    await backendRequest(ctx, {
      method: "POST",
      path: "auth/register-key",
      body: { api_key: key, label: "proxbox-console" },
      schema: z.looseObject({}),
      signal,
      mayRepeat: false,
    });
    return { key, registered: true };
  } catch (error) {
    // Another process of ours registered the same key a moment ago.
    if (isAppError(error, "backend_refused") && error.details.status === 409 && known)
      return { key, registered: false };
    throw error;
  }
}
