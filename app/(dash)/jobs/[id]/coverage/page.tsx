import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import type { Ctx } from "#lib/ctx";
import { getJob } from "#lib/jobs/get";
import type { WireJob } from "#lib/jobs/wire";
import { CoverageListParams, listCoverage } from "#lib/sync/job-coverage";
import { Link } from "#ui/link";
import { Missing } from "#ui/missing";
import { Moment } from "#ui/moment";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import { endpointChoice } from "../../../_inventory/choices.ts";
import { foundOrNull } from "../../../_inventory/found.ts";
import type { Choice } from "../../../_inventory/list-filters.tsx";
import { ListFrame } from "../../../_inventory/list-frame.tsx";
import { readListSearch, type SearchParams } from "../../../_inventory/list-search.ts";
import { readId } from "../../../endpoints/_forms/choices.ts";
import { coverageColumns, coverageWords } from "./coverage-columns.tsx";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

const choices: Choice[] = [
  { name: "coverage", label: "Coverage", options: Object.entries(coverageWords) },
  {
    name: "kind",
    label: "Kind",
    options: [
      ["node", "Nodes"],
      ["storage", "Storage"],
      ["vm", "VMs and containers"],
    ],
  },
];

const jobOf = (ctx: Ctx, id: string): Promise<WireJob | null> => foundOrNull(getJob(ctx, readId(id) ?? 0));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Coverage of job ${(await params).id}` };
}

export default async function CoveragePage({ params, searchParams }: Props) {
  const { id } = await params;
  const { ctx } = await pageCtx();
  const job = await jobOf(ctx, id);
  if (!job) return <Missing what={`job ${id}`} backHref="/jobs" backLabel="Jobs" />;
  const search = readListSearch(`/jobs/${job.id}/coverage`, CoverageListParams, await searchParams);
  const [page, endpoints] = await Promise.all([listCoverage(ctx, job.id, search.query), endpointChoice(ctx)]);
  const { covered, failed, left_out, unknown } = page.totals;
  return (
    <>
      <PageHeader
        title={`Coverage of job ${job.id}`}
        lead={
          <>
            What {job.name} did about each object that the inventory of its endpoints knows now: {covered} covered,{" "}
            {failed} failed, {left_out} left out, {unknown} not known.
          </>
        }
        crumbs={[
          { label: "Jobs", href: "/jobs" },
          { label: `Job ${job.id}`, href: job.display_url },
          { label: "Coverage" },
        ]}
      />
      {job.completed_at === null ? (
        <Banner tone="info">The job still runs; this is how far it has come.</Banner>
      ) : (
        <p className="mb-4 max-w-3xl text-muted">
          The job ended <Moment at={job.completed_at} now={new Date()} />. What has come to Proxmox since then looks
          left out, and what vanished is not listed. Clusters are no rows here: their nodes tell.
        </p>
      )}
      <OutOfScope job={job} endpoints={page.outside} />
      <ListFrame
        caption="Coverage"
        search={search}
        choices={[...choices, endpoints]}
        shown={coverageColumns(job)}
        page={page}
        selectFor={null}
        asOf={null}
      />
    </>
  );
}

/** Their objects all have this one reason: they are listed when somebody chooses the endpoint. */
function OutOfScope({ job, endpoints }: { job: WireJob; endpoints: { id: number; name: string }[] }) {
  if (endpoints.length === 0) return null;
  return (
    <p className="mb-4 max-w-3xl text-muted">
      Not in the scope of this job, and left out as a whole:{" "}
      {endpoints.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Link href={`/jobs/${job.id}/coverage?proxmox_endpoint_id=${id}`}>{name}</Link>
        </span>
      ))}
      .
    </p>
  );
}
