import { formatDuration } from "#lib/format/duration";
import type { JobView } from "#lib/frames/fold";
import type { WireJob } from "#lib/jobs/wire";
import { Link } from "#ui/link";
import { Banner } from "#ui/panel";
import { lineHref } from "./_log/line.tsx";

/** Failure first: the cause, what to do about it, and where it is in the log. */
export function JobFailure({ job, view }: { job: WireJob; view: JobView }) {
  if (!job.error && job.outcome !== "warnings") return null;
  const first = view.problems.find((problem) => problem.level === "error") ?? view.problems[0];
  const suggestion = job.suggestion ?? view.problems.find((problem) => problem.suggestion)?.suggestion;
  const preflight = view.problems.find((problem) => problem.stage === "preflight" && problem.seq !== first?.seq);
  const isMild = job.outcome === "warnings" || job.outcome === "skipped" || job.outcome === "cancelled";
  return (
    <Banner tone={isMild ? "warn" : "bad"}>
      {suggestion && <p className="font-semibold">{suggestion}</p>}
      <p className={suggestion ? "" : "font-semibold"}>{job.error ?? first?.text ?? "It ended with warnings."}</p>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-muted [&>a]:min-h-6 [&>a]:py-0.5">
        {job.error_code && <code className="font-mono text-xs">{job.error_code}</code>}
        {first && <a href={lineHref(first.seq)}>First problem, line {first.seq}</a>}
        {preflight && <a href={lineHref(preflight.seq)}>Preflight had warned: {preflight.text}</a>}
        {stopWords(job)}
        {view.problemCount > 1 && <Link href={`/jobs/${job.id}?tab=problems`}>All {view.problemCount} problems</Link>}
        {!suggestion && !isMild && <Link href="/doctor">Find out why with the doctor</Link>}
        {job.holder_job_id !== null && (
          <Link href={`/jobs/${job.holder_job_id}`}>Job {job.holder_job_id} holds it</Link>
        )}
      </p>
    </Banner>
  );
}

/** Why a job has not started; `noWorker` says that nobody is there to start it. */
export function JobWaiting({ job, noWorker }: { job: WireJob; noWorker: string | null }) {
  if (job.status !== "pending" && job.waiting_reason === null) return null;
  if (job.completed_at !== null) return null;
  if (noWorker) return <Banner tone="bad">{noWorker}</Banner>;
  return (
    <Banner tone="info">
      {job.waiting_reason ?? "It waits for a worker, which usually takes it within a second."}
    </Banner>
  );
}

/** How long a cancelled job still ran. */
function stopWords({ outcome, cancel_requested_at: asked, completed_at: ended }: WireJob): string | null {
  if (outcome !== "cancelled" || asked === null || ended === null) return null;
  return `Stopped after ${formatDuration(Math.max(0, Date.parse(ended) - Date.parse(asked)))}.`;
}
