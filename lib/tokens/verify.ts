import ipaddr from "ipaddr.js";
import type { Db } from "#db/client";
import { roleAtLeast } from "../auth/permissions.ts";
import type { UserActor } from "../auth/schema.ts";
import { constantTimeEqual, hashToken } from "../crypto/token.ts";
import { isInRanges } from "../net/is-in-ranges.ts";
import { isRange } from "../net/is-range.ts";
import { findTokenWithUser, markUsed } from "./store.ts";

const FORM = /^pbx_([A-Za-z0-9]+)_([A-Za-z0-9_-]{20,})$/;
/** Being used is written at most this often. */
const USED_EVERY_MS = 60_000;

/** The actor of an API token, with the lower of its role and its user's; null when it may not act from here or now. */
export async function verifyToken(db: Db, text: string, address: string | undefined): Promise<UserActor | null> {
  const match = FORM.exec(text);
  if (!match) return null;
  const [, publicId = "", secret = ""] = match;
  const found = await findTokenWithUser(db, publicId);
  if (!found || !constantTimeEqual(found.token.secretHash, hashToken(secret))) return null;
  const { token, user } = found;
  if (token.expiresAt !== null && token.expiresAt < new Date()) return null;
  if (token.allowedAddresses?.length && !isInside(address, token.allowedAddresses)) return null;
  if (!token.lastUsedAt || Date.now() - token.lastUsedAt.getTime() > USED_EVERY_MS) await markUsed(db, token.id);
  const role = roleAtLeast(user.role, token.role) ? token.role : user.role;
  return {
    kind: "user",
    userId: user.id,
    username: user.username,
    role,
    tokenId: token.id,
    writeEnabled: token.writeEnabled,
    address,
  };
}

function isInside(address: string | undefined, ranges: readonly string[]): boolean {
  if (!address || !ipaddr.isValid(address)) return false;
  return isInRanges(ipaddr.process(address), ranges.filter(isRange));
}
