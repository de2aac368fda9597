import type { Ctx } from "#lib/ctx";
import { listEndpoints } from "#lib/endpoints/list";
import { toWallClock } from "#lib/format/zoned";
import type { WireSchedule } from "#lib/schedules/wire";
import { CheckboxField, SelectField, TextField } from "#ui/field";
import { EditForm, FieldGroup } from "#ui/form";
import { type BoundForm, bindForm } from "../../_shell/bind-form.ts";
import { type FormState, readFormState } from "../../_shell/form-state.ts";
import { ModeField, ScopeChoices } from "../_sync/scope-fields.tsx";

/** The form of a schedule, to create one or to change `schedule`; the time is a wall clock time in the chosen zone. */
export async function ScheduleForm({ ctx, schedule }: { ctx: Ctx; schedule: WireSchedule | null }) {
  const action = `/api/schedules${schedule ? `/${schedule.id}` : ""}`;
  const [state, endpoints] = await Promise.all([readFormState(action), listEndpoints(ctx, "proxmox")]);
  const stored = schedule && {
    ...schedule,
    start_at: schedule.start_at && toWallClock(new Date(schedule.start_at), schedule.timezone),
    mode: schedule.params.mode,
  };
  const form = bindForm({ state, stored });
  return (
    <EditForm
      action={action}
      method={schedule ? "PATCH" : undefined}
      refusal={state}
      submit={schedule ? "Save" : "Create schedule"}
      cancelHref="/schedules"
    >
      <FieldGroup title="Schedule">
        <TextField label="Name" {...form.text("name", "Scheduled sync")} required autoComplete="off" />
        <TextField
          label="Time zone"
          {...form.text("timezone", "UTC")}
          autoComplete="off"
          hint="Of the time and the cron expression, like Europe/Berlin."
        />
        <TextField
          label="First run at"
          {...form.text("start_at")}
          type="datetime-local"
          hint="Empty with an interval: counted from now."
        />
        <TextField
          label="Repeat every so many minutes"
          {...form.text("interval_minutes")}
          inputMode="numeric"
          autoComplete="off"
          hint="Empty together with cron: it runs once."
        />
        <TextField
          label="Or repeat by cron"
          {...form.text("cron")}
          autoComplete="off"
          hint="Minute, hour, day of month, month, day of week; 0 3 * * 1-5 is 03:00 on working days."
        />
        <CheckboxField label="Enabled" {...form.check("enabled", true)} hint="Paused schedules miss nothing." />
      </FieldGroup>
      <Policies form={form} />
      <Scope form={form} state={state} schedule={schedule} endpoints={endpoints} />
    </EditForm>
  );
}

function Policies({ form }: { form: BoundForm }) {
  return (
    <FieldGroup title="When it does not go as planned">
      <SelectField
        label="Runs missed while the console was down"
        {...form.text("missed", "skip")}
        options={[
          ["skip", "Leave them out, and count them"],
          ["once", "Make up for them with one run"],
        ]}
      />
      <SelectField
        label="Another sync of the same endpoint is running"
        {...form.text("overlap", "skip")}
        options={[
          ["skip", "Leave this run out"],
          ["queue", "Wait for it to end"],
        ]}
      />
    </FieldGroup>
  );
}

type ScopeProps = {
  form: BoundForm;
  state: FormState | null;
  schedule: WireSchedule | null;
  endpoints: { id: number; name: string }[];
};

function Scope({ form, state, schedule, endpoints }: ScopeProps) {
  const chosen = (name: "sync_types" | "proxmox_endpoint_ids"): string[] => {
    const kept = state?.values[name];
    return (kept === undefined ? (schedule?.params[name] ?? []) : [kept].flat()).map(String);
  };
  return (
    <FieldGroup title="What it syncs">
      <ScopeChoices
        endpoints={endpoints}
        chosen={chosen}
        errors={{ ...state?.errors, sync_types: state?.errors["params.sync_types"] ?? state?.errors.sync_types }}
      />
      <ModeField form={form} />
    </FieldGroup>
  );
}
