import { Check, CircleDashed, TriangleAlert, X } from "lucide-react";
import type { Finding } from "#lib/doctor/schema";
import { ActionForm } from "#ui/button";
import { Command } from "#ui/command";

const marks = {
  ok: { Icon: Check, look: "text-ok", word: "ok" },
  warning: { Icon: TriangleAlert, look: "text-warn", word: "warning" },
  failed: { Icon: X, look: "text-bad", word: "failed" },
  skipped: { Icon: CircleDashed, look: "text-muted", word: "not checked" },
} as const;

/** Findings in their order: what is well in one line, what is not with its cause, its remedy and a command to copy. */
export function FindingList(props: { findings: readonly Finding[]; mayMend: boolean; next: string }) {
  return (
    <ul className="grid gap-1.5 px-3.5 py-3">
      {props.findings.map((finding) => (
        <FindingLine key={finding.id} finding={finding} mayMend={props.mayMend} next={props.next} />
      ))}
    </ul>
  );
}

function FindingLine({ finding, mayMend, next }: { finding: Finding; mayMend: boolean; next: string }) {
  const { Icon, look, word } = marks[finding.status];
  const isLoud = finding.status === "failed" || finding.status === "warning";
  return (
    <li id={anchorOf(finding)} className="grid grid-cols-[18px_minmax(0,1fr)] gap-x-1.5">
      <Icon size={14} aria-hidden className={`mt-0.5 ${look}`} />
      <div className="min-w-0">
        <p className="break-words">
          <span className={isLoud ? "font-semibold" : finding.status === "skipped" ? "text-muted" : ""}>
            {finding.title}
          </span>
          <span className={isLoud ? look : "sr-only"}> {word}</span>
          {!isLoud && finding.cause !== `${finding.title}.` && <span className="text-muted"> · {finding.cause}</span>}
        </p>
        {isLoud && <Details finding={finding} mayMend={mayMend} next={next} />}
      </div>
    </li>
  );
}

function Details({ finding, mayMend, next }: { finding: Finding; mayMend: boolean; next: string }) {
  const { cause, remedy, command, offer } = finding;
  return (
    <div className="mt-0.5 mb-1.5 grid gap-1.5">
      <p className="break-words">{cause}</p>
      {remedy && (
        <p className="break-words">
          <span className="text-muted">What to do: </span>
          {remedy}
        </p>
      )}
      {command && <Command text={command} />}
      {offer && mayMend && (
        <div>
          <ActionForm action={offerAction(finding)} fields={{ next }}>
            {offer.label}
          </ActionForm>
        </div>
      )}
    </div>
  );
}

function offerAction({ subject, offer }: Finding): string {
  const path = `/api/endpoints/${subject.kind}/${subject.endpoint_id}`;
  return offer?.action === "create-plugin-row" ? `${path}/plugin-row` : `${path}/push`;
}

/** Where a finding stands on its page. */
export const anchorOf = (finding: Finding): string => finding.id.replaceAll("/", "-");
