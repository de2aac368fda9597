import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { lastReport } from "#lib/doctor/get";
import { countFindings, type DoctorReport, type Finding } from "#lib/doctor/schema";
import { kindTitles } from "#lib/endpoints/schema";
import { formatDuration } from "#lib/format/duration";
import { Badge } from "#ui/badge";
import { BusyForm } from "#ui/busy-form";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import { Banner, Empty, Panel } from "#ui/panel";
import { anchorOf, FindingList } from "../../_doctor/finding-list.tsx";
import { countWords, reportBadge } from "../../_doctor/report-words.ts";
import { readFormState } from "../../_shell/form-state.ts";

export const metadata: Metadata = { title: "Doctor" };

const LEAD =
  "From the name of each endpoint to a write that NetBox accepts: what keeps a sync from working, and what to do about it.";

export default async function DoctorPage() {
  const { ctx, actor } = await pageCtx();
  const [report, refused] = await Promise.all([
    lastReport(ctx),
    readFormState(/^\/api\/(doctor|endpoints\/\w+\/\d+\/(push|plugin-row))$/),
  ]);
  return (
    <>
      <PageHeader title="Doctor" lead={LEAD} badge={report && <StatusBadge findings={report.findings} />}>
        {can(actor, "doctor:run") && (
          <BusyForm action="/api/doctor" busy="Checking everything…" kind="primary">
            Run the doctor
          </BusyForm>
        )}
      </PageHeader>
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      {report ? <Report report={report} mayMend={can(actor, "endpoints:push")} /> : <NotYet />}
    </>
  );
}

function StatusBadge({ findings }: { findings: readonly Finding[] }) {
  const { tone, word } = reportBadge(findings);
  return <Badge tone={tone}>{word}</Badge>;
}

function NotYet() {
  return (
    <Panel>
      <Empty title="The doctor has not run yet">
        It takes a few seconds, up to a minute when something does not answer. It writes one tag to NetBox, the one
        every sync writes first.
      </Empty>
    </Panel>
  );
}

function Report({ report, mayMend }: { report: DoctorReport; mayMend: boolean }) {
  const groups = Map.groupBy(report.findings, ({ subject }) => `${subject.kind}/${subject.endpoint_id}`);
  return (
    <>
      <Summary report={report} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {[...groups].map(([key, findings]) => (
          <Group key={key} findings={findings} mayMend={mayMend} />
        ))}
      </div>
    </>
  );
}

function Summary({ report }: { report: DoctorReport }) {
  const wrong = report.findings.filter(({ status }) => status === "failed" || status === "warning");
  return (
    <Panel className="mb-4">
      <div className="grid gap-2 px-3.5 py-3">
        <p>
          {countWords(report.counts)}.{" "}
          <span className="text-muted">
            Ran <Moment at={report.ran_at} now={new Date()} /> in {formatDuration(report.duration_ms)}.
          </span>
        </p>
        {wrong.length > 0 && (
          <ul className="list-disc pl-5">
            {wrong.map((finding) => (
              <li key={finding.id} className="break-words">
                <Link href={`#${anchorOf(finding)}`}>
                  {finding.subject.name}: {finding.title}
                </Link>{" "}
                <span className="text-muted">{finding.status === "failed" ? "failed" : "has a warning"}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

function Group({ findings, mayMend }: { findings: Finding[]; mayMend: boolean }) {
  const [first] = findings;
  if (!first) return null;
  const { kind, endpoint_id: id, name } = first.subject;
  return (
    <Panel
      title={kind === "console" ? name : `${name}, ${kindTitles[kind].one}`}
      aside={
        <>
          {kind !== "console" && <Link href={`/endpoints/${kind}/${id}`}>Open</Link>}
          <span title={countWords(countFindings(findings))}>
            <StatusBadge findings={findings} />
          </span>
        </>
      }
    >
      <FindingList findings={findings} mayMend={mayMend} next="/doctor" />
    </Panel>
  );
}
