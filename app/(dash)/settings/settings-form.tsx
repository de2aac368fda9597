import type { Settings } from "#lib/settings/schema";
import { CheckboxField, SelectField, TextField } from "#ui/field";
import { EditForm, FieldGroup } from "#ui/form";
import { bindForm } from "../../_shell/bind-form.ts";
import type { FormState } from "../../_shell/form-state.ts";
import { ModesTable, OverwriteMatrix } from "./modes-table.tsx";

const numeric = { inputMode: "numeric" as const, autoComplete: "off" };

export function SettingsForm({ settings, state }: { settings: Settings; state: FormState | null }) {
  const form = bindForm({ state, stored: settings });
  return (
    <EditForm action="/api/settings" method="PATCH" refusal={state} submit="Save settings" cancelHref="/settings">
      <FieldGroup title="How often">
        <TextField
          label="Full sync every so many minutes"
          {...form.text("sync_interval")}
          {...numeric}
          hint="0 means that only schedules and people start syncs."
        />
        <TextField
          label="Check connections every so many seconds"
          {...form.text("keepalive_interval_seconds")}
          {...numeric}
          hint="5 to 3600."
        />
        <TextField
          label="Read the inventory every so many minutes"
          {...form.text("inventory_interval_minutes")}
          {...numeric}
        />
      </FieldGroup>
      <FieldGroup title="Jobs">
        <TextField
          label="Time limit of a job in seconds"
          {...form.text("job_timeout_seconds")}
          {...numeric}
          hint="Empty means what the console was started with, normally 7200."
        />
        <TextField
          label="Jobs at once per backend"
          {...form.text("max_parallel_jobs_per_backend")}
          {...numeric}
          hint="Never two for the same Proxmox endpoint."
        />
        <TextField label="Keep jobs for so many days" {...form.text("retention_days")} {...numeric} />
        <TextField label="Keep at most so many jobs" {...form.text("retention_jobs")} {...numeric} />
      </FieldGroup>
      <FieldGroup title="How the backend reads Proxmox">
        <TextField
          label="Requests at once"
          {...form.text("fetch_max_concurrency")}
          {...numeric}
          hint="1 to 64. Fewer spare a busy cluster."
        />
        <SelectField
          label="Preferred primary address"
          {...form.text("primary_ip_preference")}
          options={[
            ["ipv4", "IPv4"],
            ["ipv6", "IPv6"],
          ]}
        />
        <SelectField
          label="Names of VM interfaces"
          {...form.text("vm_interface_sync_strategy")}
          options={[
            ["guest_os_model", "As the guest calls them"],
            ["legacy_rename", "Renamed, as earlier versions did"],
          ]}
        />
        <CheckboxField
          label="Use the names that the guest agent reports"
          {...form.check("use_guest_agent_interface_name")}
        />
        <CheckboxField
          label="Leave out IPv6 link-local addresses"
          {...form.check("ignore_ipv6_link_local_addresses")}
        />
        <CheckboxField
          label="Read metadata from descriptions"
          {...form.check("parse_description_metadata")}
          hint="Takes fields out of the notes of a machine."
        />
      </FieldGroup>
      <ModesTable settings={settings} state={state} />
      <OverwriteMatrix settings={settings} state={state} />
    </EditForm>
  );
}
