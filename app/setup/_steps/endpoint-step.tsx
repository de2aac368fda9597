import type { SetupStep } from "#lib/setup/progress";
import { Badge } from "#ui/badge";
import { BusyForm } from "#ui/busy-form";
import { EditForm } from "#ui/form";
import { Link } from "#ui/link";
import { Panel } from "#ui/panel";
import { FindingList } from "../../_doctor/finding-list.tsx";
import { bindForm } from "../../_shell/bind-form.ts";
import { readFormState } from "../../_shell/form-state.ts";
import { primaryAddress } from "../../(dash)/endpoints/_forms/address.ts";
import { StepFields } from "./step-fields.tsx";
import { stateBadges, stepLeads, stepTitles } from "./step-words.ts";

/** One connection: its state, what is wrong with it, and its form while it is the one to fill in. */
export function EndpointStep({ step, number, isOpen }: { step: SetupStep; number: number; isOpen: boolean }) {
  const { kind, endpoint, state, count } = step;
  const { tone, word } = stateBadges[state];
  return (
    <li className="min-w-0">
      <Panel title={`${number}. ${stepTitles[kind]}`} aside={<Badge tone={tone}>{word}</Badge>}>
        <div className="grid gap-1 px-3.5 py-3">
          {endpoint ? (
            <p className="break-words">
              <Link href={`/endpoints/${kind}/${endpoint.id}`}>{endpoint.name}</Link>{" "}
              <span className="text-muted">{primaryAddress(endpoint)}</span>
              {count > 1 && <span className="text-muted"> and {count - 1} more</span>}
            </p>
          ) : (
            <p className="text-muted">
              {count > 0 ? `There ${count === 1 ? "is one" : `are ${count}`}, and none is enabled. ` : ""}
              {stepLeads[kind]}
            </p>
          )}
          {!isOpen && (
            <p>
              <Link href={`/setup?step=${kind}`}>{endpoint ? "Change it" : "Fill this in now"}</Link>
            </p>
          )}
        </div>
        <Problems step={step} />
        {isOpen && <StepForm step={step} />}
      </Panel>
    </li>
  );
}

function Problems({ step: { kind, endpoint, findings, state } }: { step: SetupStep }) {
  if (!endpoint || state === "ok") return null;
  const page = `/setup?step=${kind}`;
  const wrong = findings.filter(({ status }) => status === "failed" || status === "warning");
  return (
    <div className="border-t border-line">
      {wrong.length > 0 && <FindingList findings={wrong} mayMend next={page} />}
      <div className="flex flex-wrap items-center gap-3 px-3.5 py-2">
        <BusyForm action="/api/doctor" fields={{ next: page }} busy="Testing…">
          Test again
        </BusyForm>
        <Link href="/doctor">All checks</Link>
      </div>
    </div>
  );
}

async function StepForm({ step: { kind, endpoint } }: { step: SetupStep }) {
  const action = `/api/setup/${kind}`;
  const state = await readFormState(action);
  return (
    <div className="border-t border-line px-3.5 pt-4">
      <EditForm action={action} refusal={state} submit="Save and test" cancelHref="/setup" isInset>
        {endpoint && <input type="hidden" name="id" value={endpoint.id} />}
        <StepFields kind={kind} form={bindForm({ state, stored: endpoint })} />
      </EditForm>
    </div>
  );
}
