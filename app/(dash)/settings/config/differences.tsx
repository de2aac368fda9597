import { importConfig } from "#lib/config/import";
import type { ConfigImport } from "#lib/config/schema";
import type { Ctx } from "#lib/ctx";
import { CONFIRM_FIELD, needsConfirmation } from "#lib/endpoints/sendings";
import { type AppError, isAppError } from "#lib/errors";
import { REDACTED } from "#lib/redact";
import { hasOwnPassword } from "#lib/users/confirm-password";
import { ActionForm, Button } from "#ui/button";
import { SecretField } from "#ui/field";
import { Banner, Panel } from "#ui/panel";
import type { FormState } from "../../../_shell/form-state.ts";
import { ConfirmAtProvider } from "../../endpoints/_forms/confirm-at-provider.tsx";
import { ChangeItem } from "./change-item.tsx";

type Props = { ctx: Ctx; document: string; state: FormState | null };

/** What importing this document would change now, or what is wrong with it; and the button that does it. */
export async function Differences({ ctx, document, state }: Props) {
  const plan = await dryRun(ctx, document);
  return (
    <Panel title="What would change" className="mb-4" aside={<Discard />}>
      <div className="grid gap-3 px-3.5 py-3">
        {document.includes(REDACTED) && (
          <Banner tone="warn">
            What looked like a secret was taken out of your text: {REDACTED} stands in its place.
          </Banner>
        )}
        {isAppError(plan) ? (
          <Refused error={plan} />
        ) : (
          <>
            <Plan plan={plan} />
            {plan.counts.create + plan.counts.update > 0 && <Apply {...{ ctx, document, state, plan }} />}
          </>
        )}
      </div>
    </Panel>
  );
}

const Discard = () => (
  <ActionForm action="/api/config" fields={{ document: "", dry_run: "true" }}>
    Discard
  </ActionForm>
);

async function dryRun(ctx: Ctx, document: string): Promise<ConfigImport | AppError> {
  try {
    return await importConfig(ctx, { document, dry_run: true });
  } catch (error) {
    if (isAppError(error, "invalid")) return error;
    throw error;
  }
}

function Refused({ error }: { error: AppError }) {
  return (
    <Banner tone="bad">
      <p className="font-semibold">Nothing of this can be imported until it is mended:</p>
      <ul className="list-disc pl-5">
        {Object.entries(error.fields ?? { "": [error.message] }).map(([path, messages]) => (
          <li key={path} className="break-words">
            <code>{path}</code>: {messages.join("; ")}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

function Plan({ plan: { counts, changes } }: { plan: ConfigImport }) {
  const shown = changes.filter(({ action }) => action !== "unchanged");
  const same = `${counts.unchanged} as ${counts.unchanged === 1 ? "it is" : "they are"} in the file`;
  return (
    <>
      <p>
        {shown.length === 0
          ? "Nothing: all is here as it is in the file."
          : `${counts.create} new, ${counts.update} changed, ${same}.`}
      </p>
      {shown.length > 0 && (
        <ul className="grid gap-2.5">
          {shown.map((change, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: schedules may share a name, and the list is never reordered
            <ChangeItem key={`${change.kind} ${change.name} ${index}`} change={change} />
          ))}
        </ul>
      )}
    </>
  );
}

async function Apply({ ctx, document, state, plan }: Props & { plan: ConfigImport }) {
  const asks = plan.asks_password && needsConfirmation(ctx.actor);
  const hasPassword = asks && (await hasOwnPassword(ctx));
  return (
    <form method="post" action="/api/config" className="max-w-xl">
      <input type="hidden" name="document" value={document} />
      {state && (
        <Banner tone="bad">
          <p className="font-semibold">Nothing was imported.</p>
          <p>{state.message}</p>
        </Banner>
      )}
      {plan.sendings.length > 0 && (
        <>
          <p className="font-semibold">This sends credentials to a new place:</p>
          <ul className="mb-3 list-disc pl-5">
            {plan.sendings.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      )}
      {hasPassword && (
        <SecretField
          label="Your own password"
          name={CONFIRM_FIELD}
          errors={state?.errors[CONFIRM_FIELD]}
          autoComplete="current-password"
          hint="This import decides where credentials go. It counts for 10 minutes."
        />
      )}
      {asks && !hasPassword && <ConfirmAtProvider here="/settings/config" />}
      <Button kind="primary">Import</Button>
    </form>
  );
}
