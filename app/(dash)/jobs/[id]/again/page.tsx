import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listEndpoints } from "#lib/endpoints/list";
import { canRunAgain } from "#lib/jobs/schema";
import type { WireJob } from "#lib/jobs/wire";
import { SelectField, TextField } from "#ui/field";
import { EditForm, FieldGroup } from "#ui/form";
import { Missing } from "#ui/missing";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import { bindForm } from "../../../../_shell/bind-form.ts";
import { readFormState } from "../../../../_shell/form-state.ts";
import { ModeField, ScopeChoices } from "../../../_sync/scope-fields.tsx";
import { jobOfPath } from "../read-job-page.ts";

export const metadata: Metadata = { title: "Run with changes" };

/** The parameters of a job that ended, to be changed for another run. */
export default async function RunWithChangesPage({ params }: { params: Promise<{ id: string }> }) {
  const { ctx, actor } = await pageCtx();
  const { id } = await params;
  const job = await jobOfPath(ctx, id);
  if (!job) return <Missing what={`job ${id}`} backHref="/jobs" backLabel="Jobs" />;
  const back = job.display_url;
  if (!can(actor, "jobs:create"))
    return <NoPermission title="Run with changes" needed="operator" backHref={back} backLabel={`Job ${job.id}`} />;
  const action = `/api/jobs/${job.id}/run`;
  const [state, endpoints] = await Promise.all([readFormState(action), listEndpoints(ctx, "proxmox")]);
  const form = bindForm({ state, stored: { ...job.params, name: job.name } });
  const chosen = (name: "sync_types" | "proxmox_endpoint_ids"): string[] =>
    [state?.values[name] ?? job.params[name].map(String)].flat();
  return (
    <>
      <PageHeader
        title="Run with changes"
        lead={`A new job with the parameters of job ${job.id}, as you change them here.`}
        crumbs={[
          { label: "Jobs", href: "/jobs" },
          { label: `Job ${job.id}`, href: back },
          { label: "Run with changes" },
        ]}
      />
      {!canRunAgain(job.status) && (
        <Banner tone="warn">Job {job.id} has not ended yet: it can be run again then.</Banner>
      )}
      <EditForm action={action} refusal={state} submit="Run" cancelHref={back}>
        <FieldGroup title="What it syncs">
          <ScopeChoices endpoints={endpoints} chosen={chosen} errors={state?.errors ?? {}} />
          <TextField
            label="NetBox VM ids"
            {...form.text("netbox_vm_ids")}
            defaultValue={idsText(job, state?.values.netbox_vm_ids)}
            hint="Separated by commas or spaces; empty means all VMs."
          />
          <ModeField form={form} />
        </FieldGroup>
        <FieldGroup title="How it runs">
          <TextField label="Name" {...form.text("name")} autoComplete="off" />
          <SelectField
            label="Another sync of the same endpoint is running"
            {...form.text("on_conflict", "skip")}
            options={[
              ["skip", "Leave this run out"],
              ["queue", "Wait for it to end"],
            ]}
          />
        </FieldGroup>
      </EditForm>
    </>
  );
}

const idsText = (job: WireJob, kept: string | string[] | undefined): string =>
  kept === undefined ? job.params.netbox_vm_ids.join(", ") : [kept].flat().join(" ");
