import type { WireJob } from "#lib/jobs/wire";
import { JobBadge } from "#ui/badge";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { type Column, Table } from "#ui/table";
import { RuntimeBar } from "./runtime-bar.tsx";
import { countWords, stageScope, startedBy } from "./scope.ts";

/** One line a job: what, how it ended, who, when, how long, what changed. */
export function JobsTable(props: {
  jobs: WireJob[];
  now: Date;
  /** Without what the name mostly says, where there is less room. */
  isBrief?: boolean;
  /** Given where the heads sort. */
  sort?: (column: string) => Column<WireJob>["sort"];
  /** The form that rows are chosen for. */
  selectFor?: string;
}) {
  const { jobs, now, sort } = props;
  const columns: Column<WireJob>[] = [
    { key: "id", label: "Job", sort: sort?.("id"), cell: (job) => <Link href={job.display_url}>{job.id}</Link> },
    {
      key: "name",
      label: "Name",
      isName: true,
      sort: sort?.("name"),
      cell: (job) => (
        <>
          <Link href={job.display_url} className="-my-0.5 inline-block py-0.5 font-medium text-text">
            {job.name}
          </Link>
          {props.isBrief && <span className="hidden text-muted min-[1400px]:inline"> · {stageScope(job)}</span>}
        </>
      ),
    },
    { key: "state", label: "Result", sort: sort?.("status"), cell: (job) => <JobBadge job={job} /> },
    { key: "scope", label: "Stages", wide: true, cell: (job) => stageScope(job) },
    { key: "by", label: "Started by", wide: true, cell: (job) => startedBy(job) },
    {
      key: "created",
      label: "Created",
      under: true,
      sort: sort?.("created_at"),
      cell: (job) => <Moment at={job.created_at} now={now} />,
    },
    { key: "runtime", label: "Runtime", numeric: true, wide: true, cell: (job) => <RuntimeBar job={job} /> },
    { key: "counts", label: "Outcome", wide: true, cell: (job) => <Outcome job={job} /> },
  ];
  const shown = props.isBrief ? columns.filter((column) => column.key !== "scope") : columns;
  if (props.selectFor) shown.unshift(selectColumn(props.selectFor));
  return <Table caption="Jobs" columns={shown} rows={jobs} rowKey={(job) => job.id} />;
}

const selectColumn = (form: string): Column<WireJob> => ({
  key: "select",
  label: "Select",
  isHeadHidden: true,
  cell: (job) => (
    <input
      type="checkbox"
      name="ids"
      value={job.id}
      form={form}
      aria-label={`Select job ${job.id}`}
      className="size-4"
    />
  ),
});

function Outcome({ job }: { job: WireJob }) {
  const sentence = job.outcome === "ok" ? null : (job.error ?? job.waiting_reason);
  return (
    <span className="line-clamp-2 min-w-40 whitespace-normal text-muted" title={sentence ?? undefined}>
      {sentence ?? countWords(job.counts)}
    </span>
  );
}
