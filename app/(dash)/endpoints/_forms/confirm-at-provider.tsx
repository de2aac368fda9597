import { LinkButton } from "#ui/button";

/** Who came by single sign-on has no password here: the provider asks for it again, and the way leads back. */
export function ConfirmAtProvider({ here }: { here: string }) {
  return (
    <p>
      <LinkButton href={`/api/session/sso?again=true&next=${encodeURIComponent(here)}`}>
        Sign in again at the provider
      </LinkButton>
      <span className="mt-1 block text-xs text-muted">
        Needed before a change that sends credentials to a new place. It counts for 10 minutes.
      </span>
    </p>
  );
}
