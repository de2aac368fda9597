import type { WireJob } from "#lib/jobs/wire";
import { JobBadge } from "#ui/badge";
import { Link } from "#ui/link";
import { Duration, Moment } from "#ui/moment";
import { type Column, Table } from "#ui/table";
import { countWords, stageScope, startedBy } from "./scope.ts";

/** One line a job: what, how it ended, who, when, how long, what changed. */
export function JobsTable(props: {
  jobs: WireJob[];
  now: Date;
  /** Given where the heads sort. */
  sort?: (column: string) => Column<WireJob>["sort"];
}) {
  const { jobs, now, sort } = props;
  const columns: Column<WireJob>[] = [
    { key: "id", label: "Job", sort: sort?.("id"), cell: (job) => <Link href={job.display_url}>{job.id}</Link> },
    {
      key: "name",
      label: "Name",
      sort: sort?.("name"),
      cell: (job) => (
        <Link href={job.display_url} className="font-medium text-text">
          {job.name}
        </Link>
      ),
    },
    { key: "state", label: "Result", sort: sort?.("status"), cell: (job) => <JobBadge job={job} /> },
    { key: "scope", label: "Stages", wide: true, cell: (job) => stageScope(job) },
    { key: "by", label: "Started by", wide: true, cell: (job) => startedBy(job) },
    {
      key: "created",
      label: "Created",
      sort: sort?.("created_at"),
      cell: (job) => <Moment at={job.created_at} now={now} />,
    },
    { key: "runtime", label: "Runtime", numeric: true, cell: (job) => <Duration seconds={job.runtime_seconds} /> },
    { key: "counts", label: "Outcome", wide: true, cell: (job) => <Outcome job={job} /> },
  ];
  return <Table caption="Jobs" columns={columns} rows={jobs} rowKey={(job) => job.id} />;
}

function Outcome({ job }: { job: WireJob }) {
  const sentence = job.outcome === "ok" ? null : (job.error ?? job.waiting_reason);
  return (
    <span className="line-clamp-2 min-w-40 whitespace-normal text-muted" title={sentence ?? undefined}>
      {sentence ?? countWords(job.counts)}
    </span>
  );
}
