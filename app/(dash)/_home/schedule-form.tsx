import { stages } from "#lib/sync/stages";
import { Button } from "#ui/button";
import { SelectField, TextField } from "#ui/field";
import { Link } from "#ui/link";
import { Panel } from "#ui/panel";
import { bindForm } from "../../_shell/bind-form.ts";
import { readFormState } from "../../_shell/form-state.ts";

const ACTION = "/api/schedules";

/** Schedules a sync in one step. It repeats only when a repetition was chosen, and nothing is created without a time. */
export async function QuickScheduleForm() {
  const state = await readFormState(ACTION);
  const form = bindForm({ state, stored: null });
  return (
    <Panel title="Schedule a sync" aside={<Link href="/schedules">All schedules</Link>} className="mt-4">
      <form method="post" action={ACTION} className="grid grid-cols-2 gap-x-3 px-3.5 pt-3 pb-3.5">
        <input type="hidden" name="name" value="Scheduled sync" />
        <SelectField
          label="Stages"
          {...form.text("sync_types")}
          options={[["", "All stages"], ...stages.map((one): [string, string] => [one.syncType, one.title])]}
        />
        <SelectField
          label="Repeat"
          {...form.text("interval_minutes")}
          options={[
            ["", "Does not repeat"],
            ["15", "Every 15 minutes"],
            ["60", "Every hour"],
            ["360", "Every 6 hours"],
            ["1440", "Every day"],
          ]}
        />
        <div className="col-span-2">
          <TextField label="First run at" {...form.text("start_at")} type="datetime-local" />
          <TextField label="Time zone" {...form.text("timezone", "UTC")} autoComplete="off" />
        </div>
        <div className="col-span-2 flex flex-wrap items-center gap-2">
          <Button>Schedule</Button>
          <Link href="/schedules/new">More options</Link>
        </div>
      </form>
    </Panel>
  );
}
