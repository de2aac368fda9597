import type { KeyUse } from "#lib/secrets/status";

const ROTATE = "npm run -s cli -- secrets rotate";

/** What the keys ask to be done, the most urgent thing first, and the command that does it. */
export function nextStep(uses: readonly KeyUse[]): { words: string; command?: string } {
  const missing = uses.filter((use) => !use.isKnown);
  const older = uses.filter((use) => use.isKnown && !use.isCurrent);
  const busy = older.filter((use) => use.secrets > 0);
  if (missing.length > 0) {
    return {
      words: `What ${names(missing)} sealed cannot be opened: the endpoints concerned say “Recovery required”. Give the key back to CONSOLE_SECRET_KEYS and restart every process, or enter their secrets again.`,
    };
  }
  if (busy.length > 0) {
    return {
      words: `Seal anew with the first key what ${names(busy)} sealed. It may be stopped and repeated.`,
      command: ROTATE,
    };
  }
  if (older.length > 0) {
    return {
      words: `Nothing is sealed with ${names(older)}. An old one may be taken out of CONSOLE_SECRET_KEYS now; a new one goes first there. Restart every process after either.`,
    };
  }
  return {
    words:
      "Every secret is sealed with the one key there is. To change it, put a new key behind it in CONSOLE_SECRET_KEYS and restart every process, then put the new one first and restart again; this page then says how to go on.",
  };
}

const names = (uses: readonly KeyUse[]): string =>
  `the ${uses.length === 1 ? "key" : "keys"} ${uses.map(({ kid }) => `“${kid}”`).join(", ")}`;
