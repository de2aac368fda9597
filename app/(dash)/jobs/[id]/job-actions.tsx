import { ChevronDown } from "lucide-react";
import { can } from "#lib/auth/permissions";
import type { UserActor } from "#lib/auth/schema";
import { canCancel, isTerminal } from "#lib/jobs/schema";
import type { WireJob } from "#lib/jobs/wire";
import { BusyForm } from "#ui/busy-form";
import { ActionForm, LinkButton } from "#ui/button";
import { CopyButton } from "#ui/copy-button";
import { DeleteMenu } from "#ui/delete-menu";
import { Menu, menuItem } from "#ui/menu";

/** What can be done with a job in its state, as native forms; a button that cannot act says why. */
export function JobActions({ job, actor }: { job: WireJob; actor: UserActor }) {
  const path = `/api/jobs/${job.id}`;
  return (
    <>
      <CopyButton path={job.display_url} label="Copy link" />
      {can(actor, "backend-logs:read") && job.backend_id !== null && job.started_at !== null && (
        <LinkButton href={backendLogHref(job.backend_id, job)}>Backend log</LinkButton>
      )}
      <Menu
        name="Download the log"
        label={
          <>
            Download <ChevronDown size={14} aria-hidden />
          </>
        }
      >
        {(["text", "ndjson", "csv"] as const).map((format) => (
          <a key={format} href={`${path}/log?format=${format}`} download className={menuItem}>
            {{ text: "Text", ndjson: "NDJSON, with all data", csv: "CSV" }[format]}
          </a>
        ))}
      </Menu>
      {can(actor, "jobs:create") && <StartActions job={job} path={path} />}
      {can(actor, "jobs:cancel") && canCancel(job.status) && (
        <div className="main-action">
          <BusyForm
            action={`${path}/cancel`}
            busy="Cancelling…"
            kind="danger"
            disabled={job.cancel_requested_at !== null}
            title={job.cancel_requested_at ? "The worker is stopping it" : undefined}
          >
            {job.cancel_requested_at ? "Cancelling…" : "Cancel job"}
          </BusyForm>
        </div>
      )}
      {can(actor, "jobs:delete") && isTerminal(job.status) && (
        <DeleteMenu action={path} what={`Delete job ${job.id} and its log`} next="/jobs" />
      )}
    </>
  );
}

/** What the backend wrote from the job's start to its end. */
function backendLogHref(backendId: number, { started_at, completed_at }: WireJob): string {
  const span = { since: started_at ?? "", ...(completed_at ? { until: completed_at } : {}) };
  return `/backend-logs?${new URLSearchParams({ backend: String(backendId), ...span })}`;
}

function StartActions({ job, path }: { job: WireJob; path: string }) {
  if (job.status === "scheduled") return <ActionForm action={`${path}/start`}>Start now</ActionForm>;
  if (!isTerminal(job.status)) return null;
  const hasFailed = job.params.mode === "stages" && job.stages.some((stage) => stage.error_code !== null);
  return (
    <>
      {hasFailed && (
        <ActionForm action={`${path}/retry`} fields={{ failed_only: "true" }}>
          Retry failed stages
        </ActionForm>
      )}
      <LinkButton href={`/jobs/${job.id}/again`}>Run with changes</LinkButton>
      <div className="main-action">
        <ActionForm action={`${path}/run`} kind="primary">
          Run now
        </ActionForm>
      </div>
    </>
  );
}
