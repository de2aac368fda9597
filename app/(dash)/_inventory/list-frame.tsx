import type { ReactNode } from "react";
import { LinkButton } from "#ui/button";
import { Empty, Panel } from "#ui/panel";
import { type Column, Pagination, Table } from "#ui/table";
import { type Choice, ListFilters } from "./list-filters.tsx";
import { isFiltered, type ListSearch, listHref } from "./list-search.ts";

type Page<Row> = { count: number; isEstimate: boolean; results: Row[] };

/** Filters, table and pages of one list of the inventory. */
export function ListFrame<Row extends { id: number }>(props: {
  caption: string;
  search: ListSearch<{ limit: number; offset: number }>;
  choices: Choice[];
  columns: Column<Row>[];
  page: Page<Row>;
}) {
  const { search, page } = props;
  return (
    <Panel>
      <ListFilters search={search} choices={props.choices} />
      {page.results.length > 0 ? (
        <Table caption={props.caption} columns={props.columns} rows={page.results} rowKey={(row) => row.id} />
      ) : (
        <Nothing search={search} />
      )}
      <Pagination
        count={page.count}
        isEstimate={page.isEstimate}
        offset={search.query.offset}
        limit={search.query.limit}
        href={(offset) => listHref(search, { offset: String(offset) })}
      />
    </Panel>
  );
}

function Nothing({ search }: { search: ListSearch<{ offset: number }> }): ReactNode {
  if (isFiltered(search) || search.query.offset > 0) {
    return (
      <Empty title="Nothing matches these filters">
        <LinkButton href={search.path}>Show all</LinkButton>
      </Empty>
    );
  }
  return (
    <Empty title="Nothing was read yet">
      It fills after the first sync, and the worker reads it again every few minutes.
    </Empty>
  );
}
