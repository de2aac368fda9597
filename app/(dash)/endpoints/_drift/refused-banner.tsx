import type { Ctx } from "#lib/ctx";
import { CONFIRM_FIELD } from "#lib/endpoints/sendings";
import { hasOwnPassword } from "#lib/users/confirm-password";
import { Button } from "#ui/button";
import { SecretField } from "#ui/field";
import { Banner } from "#ui/panel";
import { ConfirmAtProvider } from "../_forms/confirm-at-provider.tsx";

/** What was refused on this page; asks for the own password where that is what was missing. */
export async function RefusedBanner(props: {
  ctx: Ctx;
  refused: { message: string; errors: Record<string, string[]> };
  here: string;
}) {
  const { ctx, refused, here } = props;
  const missing = refused.errors[CONFIRM_FIELD];
  if (!missing) return <Banner tone="bad">{refused.message}</Banner>;
  return (
    <Banner tone="bad">
      <p className="mb-2">Nothing was changed. First {missing.join(" ")} Then press the button again.</p>
      {(await hasOwnPassword(ctx)) ? (
        <form method="post" action="/api/session/confirm" className="max-w-sm">
          <input type="hidden" name="next" value={here} />
          <SecretField label="Your own password" name="password" autoComplete="current-password" required />
          <Button kind="primary">Confirm</Button>
        </form>
      ) : (
        <ConfirmAtProvider here={here} />
      )}
    </Banner>
  );
}
