import type { ReactNode } from "react";
import { Button, LinkButton } from "#ui/button";
import { Empty, Panel } from "#ui/panel";
import { Pagination, Table } from "#ui/table";
import { ColumnMenu } from "./column-menu.tsx";
import type { ListColumn } from "./columns.ts";
import { type Choice, ListFilters } from "./list-filters.tsx";
import { csvHref, isFiltered, type ListSearch, listHref } from "./list-search.ts";
import { SelectAll } from "./selection.tsx";

type Page<Row> = { count: number; isEstimate: boolean; results: Row[] };
type Listed = { id: number; name: string; missing?: boolean; display_url?: string };

/** Filters, table, selection and pages of one list of the inventory. */
export function ListFrame<Row extends Listed>(props: {
  caption: string;
  search: ListSearch<{ limit: number; offset: number }>;
  choices: Choice[];
  /** What may be chosen from; without it nothing is. */
  columns?: ListColumn<Row>[];
  shown: ListColumn<Row>[];
  page: Page<Row>;
  /** Where a selection is sent to; null for those who may not sync. */
  selectFor: string | null;
  /** What syncing a selection really syncs, where that is more than the selection. */
  selectNote?: string;
  asOf: ReactNode;
  /** What stands in place of no rows; without it, that nothing matches or nothing was read. */
  empty?: ReactNode;
}) {
  const { search, page, shown, selectFor } = props;
  const table = (columns: ListColumn<Row>[]) => (
    <Table caption={props.caption} columns={columns} rows={page.results} rowKey={(row) => row.display_url ?? row.id} />
  );
  return (
    <Panel>
      <ListFilters search={search} choices={props.choices} />
      <div className="flex flex-wrap items-center justify-end gap-2 border-b border-line px-3.5 py-1.5">
        <div className="mr-auto -ml-3.5">{props.asOf}</div>
        <div className="flex items-center gap-2">
          {props.columns && <ColumnMenu path={search.path} columns={props.columns} shown={shown} />}
          <LinkButton href={csvHref(search)} download>
            CSV
          </LinkButton>
        </div>
      </div>
      {page.results.length === 0 ? (
        (props.empty ?? <Nothing search={search} />)
      ) : selectFor === null ? (
        table(shown)
      ) : (
        <form method="post" action={selectFor} data-sync-url={selectFor}>
          {table([selectColumn(), ...shown])}
          <div className="foot-bar flex flex-wrap items-center gap-3 border-t border-line bg-surface px-3.5 py-2">
            <Button kind="primary">Sync Now: selected</Button>
            <SelectAll label="All on this page" />
            {props.selectNote && <span className="text-xs text-muted">{props.selectNote}</span>}
          </div>
        </form>
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

const selectColumn = <Row extends Listed>(): ListColumn<Row> => ({
  key: "select",
  label: "Select",
  isHeadHidden: true,
  cell: (row) => (
    <input
      type="checkbox"
      name="ids"
      value={row.id}
      disabled={row.missing}
      aria-label={`Select ${row.name}`}
      title={row.missing ? "It was not in the last reading of its endpoint" : undefined}
    />
  ),
});

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
