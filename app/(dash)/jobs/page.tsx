import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listJobs } from "#lib/jobs/list";
import { LinkButton } from "#ui/button";
import { PageHeader } from "#ui/page-header";
import { Empty, Panel } from "#ui/panel";
import { Pagination } from "#ui/table";
import { AutoRefresh } from "../../_status/auto-refresh.tsx";
import { SyncMenu } from "../_sync/sync-menu.tsx";
import { endpointChoices } from "../endpoints/_forms/choices.ts";
import { FilterForm } from "./filter-form.tsx";
import { JobsTable } from "./jobs-table.tsx";
import {
  isFiltered,
  type JobSearch,
  jobsHref,
  PAGE_SIZE,
  readJobSearch,
  type SearchParams,
  toJobQuery,
} from "./search-params.ts";

const REFRESH_MS = 10_000;

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = readJobSearch(await searchParams);
  const { ctx, actor } = await pageCtx();
  const [{ count, isEstimate, results }, endpoints] = await Promise.all([
    listJobs(ctx, toJobQuery(search)),
    endpointChoices(ctx, "proxmox"),
  ]);
  return (
    <>
      <PageHeader title="Jobs" lead="Every sync that ran, runs or will run.">
        {can(actor, "jobs:create") && <SyncMenu />}
      </PageHeader>
      <Panel>
        <FilterForm search={search} endpoints={endpoints} />
        {results.length > 0 ? (
          <>
            <JobsTable jobs={results} now={new Date()} sort={(column) => sortBy(search, column)} />
            <Pagination
              count={count}
              isEstimate={isEstimate}
              offset={search.offset}
              limit={PAGE_SIZE}
              href={(offset) => jobsHref({ ...search, offset })}
            />
          </>
        ) : (
          <NoJobs search={search} />
        )}
      </Panel>
      <AutoRefresh everyMs={REFRESH_MS} />
    </>
  );
}

function NoJobs({ search }: { search: JobSearch }) {
  if (isFiltered(search) || search.offset > 0) {
    return (
      <Empty title="No job matches these filters">
        <LinkButton href="/jobs">Show all jobs</LinkButton>
      </Empty>
    );
  }
  return <Empty title="No sync has run yet">Start one with Run Sync Now; it appears here at once.</Empty>;
}

/** A second click on the same head turns the order round. */
function sortBy(search: JobSearch, column: string) {
  const isOn = search.ordering.replace(/^-/, "") === column;
  const isDescending = isOn && search.ordering.startsWith("-");
  const direction = !isOn ? ("none" as const) : isDescending ? ("descending" as const) : ("ascending" as const);
  return { direction, href: jobsHref({ ...search, offset: 0, ordering: isDescending ? column : `-${column}` }) };
}
