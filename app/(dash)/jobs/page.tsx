import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { listJobs } from "#lib/jobs/list";
import { listStarters } from "#lib/jobs/starters";
import { listViews } from "#lib/views/own-views";
import { LinkButton } from "#ui/button";
import { PageHeader } from "#ui/page-header";
import { Empty, Panel } from "#ui/panel";
import { Refusal } from "#ui/refusal";
import { Pagination, sortLink } from "#ui/table";
import { readFormState } from "../../_shell/form-state.ts";
import { AutoRefresh } from "../../_status/auto-refresh.tsx";
import { SyncMenu } from "../_sync/sync-menu.tsx";
import { endpointChoices } from "../endpoints/_forms/choices.ts";
import { BULK_FORM, BulkBar } from "./bulk-bar.tsx";
import { FilterForm } from "./filter-form.tsx";
import { JobsTable } from "./jobs-table.tsx";
import { SavedViews } from "./saved-views.tsx";
import * as address from "./search-params.ts";

const REFRESH_MS = 10_000;
const FORMS = /^\/api\/(jobs\/bulk|views)(\/|$)/;

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ searchParams }: { searchParams: Promise<address.SearchParams> }) {
  const search = address.readJobSearch(await searchParams);
  const { ctx, actor, timeZone } = await pageCtx();
  const [{ count, isEstimate, results }, endpoints, starters, views, refused] = await Promise.all([
    listJobs(ctx, address.toJobQuery(search, timeZone)),
    endpointChoices(ctx, "proxmox"),
    listStarters(ctx),
    listViews(ctx, "jobs"),
    readFormState(FORMS),
  ]);
  const here = address.jobsHref(search);
  const maySync = can(actor, "jobs:create");
  return (
    <>
      <PageHeader title="Jobs" lead="Every sync that ran, runs or will run.">
        <SavedViews views={views} query={here.split("?")[1] ?? ""} path={here} />
        <LinkButton href={address.csvHref(search, timeZone)} download>
          CSV
        </LinkButton>
        {maySync && <SyncMenu />}
      </PageHeader>
      {refused && <Refusal message={refused.message} errors={refused.errors} />}
      <Panel>
        <FilterForm
          search={search}
          endpoints={endpoints}
          users={starters.map(({ id, username }) => [String(id), username])}
          timeZone={timeZone}
        />
        {results.length > 0 ? (
          <>
            <JobsTable
              jobs={results}
              now={new Date()}
              selectFor={maySync ? BULK_FORM : undefined}
              sort={(column) =>
                sortLink(search.ordering, column, (ordering) => address.jobsHref({ ...search, offset: 0, ordering }))
              }
            />
            {maySync && <BulkBar back={here} />}
            <Pagination
              count={count}
              isEstimate={isEstimate}
              offset={search.offset}
              limit={address.PAGE_SIZE}
              href={(offset) => address.jobsHref({ ...search, offset })}
            />
          </>
        ) : (
          <NoJobs isFiltered={address.isFiltered(search) || search.offset > 0} />
        )}
      </Panel>
      <AutoRefresh everyMs={REFRESH_MS} />
    </>
  );
}

function NoJobs({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered)
    return <Empty title="No sync has run yet">Start one with Run Sync Now; it appears here at once.</Empty>;
  return (
    <Empty title="No job matches these filters">
      <LinkButton href="/jobs">Show all jobs</LinkButton>
    </Empty>
  );
}
