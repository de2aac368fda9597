import { eventWords, type PublicWebhook, webhookEvents } from "#lib/webhooks/schema";
import { CheckboxField, SecretField, TextField } from "#ui/field";
import { EditForm, FieldGroup, FullRow } from "#ui/form";
import { bindForm } from "../../../_shell/bind-form.ts";
import type { FormState } from "../../../_shell/form-state.ts";

/** The form of a new or an existing webhook. */
export function WebhookForm({ webhook, state }: { webhook: PublicWebhook | null; state: FormState | null }) {
  const form = bindForm({ state, stored: webhook });
  const kept = state?.values.events;
  const chosen = kept === undefined ? (webhook?.events ?? ["job.ended"]) : [kept].flat();
  return (
    <EditForm
      action={webhook ? `/api/webhooks/${webhook.id}` : "/api/webhooks"}
      method={webhook ? "PATCH" : undefined}
      refusal={state}
      submit={webhook ? "Save" : "Add webhook"}
      cancelHref="/settings/webhooks"
    >
      <FieldGroup title="Webhook" hint="A POST with JSON to an address of yours, signed with the secret.">
        <TextField label="Name" required {...form.text("name")} />
        <TextField label="URL" type="url" required {...form.text("target_url")} />
        <SecretField
          label="Secret"
          name="secret"
          stored={webhook?.has_secret}
          hint={webhook?.has_secret ? undefined : "At least 16 characters. Empty: nothing is signed."}
          errors={state?.errors.secret}
        />
        <FullRow>
          <CheckboxField label="Verify the certificate" {...form.check("verify_ssl", true)} />
          <CheckboxField label="Enabled" {...form.check("enabled", true)} />
        </FullRow>
      </FieldGroup>
      <FieldGroup
        title="Events"
        hint={state?.errors.events && <span className="font-medium text-bad">{state.errors.events.join(" ")}</span>}
      >
        <input type="hidden" name="events" value="" />
        {webhookEvents.map((event) => (
          <label key={event} className="mb-2 flex items-start gap-2">
            <input
              type="checkbox"
              name="events"
              value={event}
              defaultChecked={chosen.includes(event)}
              className="mt-1"
            />
            <span>
              {eventWords[event]} <code className="block text-xs text-muted">{event}</code>
            </span>
          </label>
        ))}
      </FieldGroup>
    </EditForm>
  );
}
