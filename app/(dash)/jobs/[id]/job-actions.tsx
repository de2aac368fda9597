import { ChevronDown } from "lucide-react";
import { can } from "#lib/auth/permissions";
import type { UserActor } from "#lib/auth/schema";
import { canCancel, isTerminal } from "#lib/jobs/schema";
import type { WireJob } from "#lib/jobs/wire";
import { ActionForm } from "#ui/button";
import { CopyButton } from "#ui/copy-button";
import { Menu, menuItem } from "#ui/menu";

/** What can be done with a job in its state, as native forms; a button that cannot act says why. */
export function JobActions({ job, actor }: { job: WireJob; actor: UserActor }) {
  const path = `/api/jobs/${job.id}`;
  return (
    <>
      <CopyButton path={job.display_url} label="Copy link" />
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
        <ActionForm
          action={`${path}/cancel`}
          kind="danger"
          disabled={job.cancel_requested_at !== null}
          title={job.cancel_requested_at ? "The worker is stopping it" : undefined}
        >
          {job.cancel_requested_at ? "Cancelling…" : "Cancel job"}
        </ActionForm>
      )}
      {can(actor, "jobs:delete") && isTerminal(job.status) && <DeleteAction job={job} path={path} />}
    </>
  );
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
      <ActionForm action={`${path}/run`} kind="primary">
        Run now
      </ActionForm>
    </>
  );
}

function DeleteAction({ job, path }: { job: WireJob; path: string }) {
  return (
    <Menu
      name="Delete the job"
      label={
        <>
          Delete <ChevronDown size={14} aria-hidden />
        </>
      }
    >
      <form method="post" action={path}>
        <input type="hidden" name="_method" value="DELETE" />
        <input type="hidden" name="next" value="/jobs" />
        <button type="submit" className={`${menuItem} text-bad`}>
          Delete job {job.id} and its log
        </button>
      </form>
    </Menu>
  );
}
