import type { PublicEndpoint } from "#lib/endpoints/schema";
import { Banner } from "#ui/panel";
import { fieldWords } from "./drift-words.ts";

/** The key that sealed a secret of this endpoint is gone. */
export function RecoveryBanner({ endpoint }: { endpoint: PublicEndpoint }) {
  const lost = endpoint.recovery_required;
  if (lost.length === 0) return null;
  return (
    <Banner tone="bad">
      <p className="font-semibold">Recovery required</p>
      <p>
        The {lost.map(fieldWords).join(" and the ")} cannot be opened: the key that sealed it is not among
        CONSOLE_SECRET_KEYS. Enter it again at Edit, or give the key back. Until then this endpoint is not used.
      </p>
    </Banner>
  );
}
