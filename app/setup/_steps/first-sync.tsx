import { isDone, type SetupProgress } from "#lib/setup/progress";
import { Badge, JobBadge } from "#ui/badge";
import { ActionForm, LinkButton } from "#ui/button";
import { Panel } from "#ui/panel";
import { FindingList } from "../../_doctor/finding-list.tsx";
import { stepTitles } from "./step-words.ts";

/** The last step: it starts the first sync, and afterwards leads to the newest. */
export function FirstSync({ progress: { steps, job, worker }, number }: { progress: SetupProgress; number: number }) {
  const open = steps.filter(({ state }) => !isDone(state));
  return (
    <li className="min-w-0">
      <Panel
        title={`${number}. The first sync`}
        aside={job ? <JobBadge job={job} /> : <Badge tone="idle">To do</Badge>}
      >
        {worker && open.length === 0 && <FindingList findings={[worker]} mayMend={false} next="/setup" />}
        <div className="flex flex-wrap items-center gap-3 px-3.5 py-3">
          {job ? (
            <>
              <LinkButton href={job.display_url} kind="primary">{`Open job ${job.id}`}</LinkButton>
              <LinkButton href="/">Home</LinkButton>
              <span className="text-muted">The set-up is done; this page stays for later.</span>
            </>
          ) : (
            <>
              <ActionForm
                action="/sync/full-update"
                syncUrl="/sync/full-update"
                kind="primary"
                disabled={open.length > 0}
              >
                Run first sync
              </ActionForm>
              <span className="text-muted">
                {open.length > 0
                  ? `First make these work: ${open.map(({ kind }) => stepTitles[kind]).join("; ")}.`
                  : "Everything is read from Proxmox and written to NetBox; you watch every line."}
              </span>
            </>
          )}
        </div>
      </Panel>
    </li>
  );
}
