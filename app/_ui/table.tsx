import type { ReactNode } from "react";
import { Link } from "#ui/link";

export type Column<Row> = {
  key: string;
  label: string;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  /** The head is only heard: what stands below explains itself. */
  isHeadHidden?: boolean;
  /** What a row is called: keeps room for a word on narrow screens. */
  isName?: boolean;
  /** Left out on narrow screens. */
  wide?: boolean;
  /** Stands under the name on narrow screens, not in a column of its own. */
  under?: boolean;
  /** The head becomes a link that sorts by this column. */
  sort?: { href: string; direction: "ascending" | "descending" | "none" };
};

/**
 * A plain semantic table; wide ones scroll within themselves, never the page (what is hidden for the eye only is placed
 * absolutely, and would stretch the page if the section were not its frame).
 */
export function Table<Row>(props: {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string | number;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="relative overflow-x-auto" tabIndex={0} aria-label={props.caption}>
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.sort?.direction}
                className={`border-b border-line bg-surface-2 px-2 py-1.5 text-xs first:pl-3.5 last:pr-3.5 sm:px-3.5 font-medium text-muted ${cellClass(column)}`}
              >
                <Head column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-b-0">
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)} className="hover:bg-surface-2">
              {props.columns.map((column) => (
                <td
                  key={column.key}
                  className={`border-b border-line px-2 py-1.5 wrap-anywhere first:pl-3.5 last:pr-3.5 sm:whitespace-nowrap sm:px-3.5 ${cellClass(column)}`}
                >
                  {column.cell(row)}
                  {column.isName && <Under columns={props.columns} row={row} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A head that sorts: a second click on the same one turns the order round. `ordering` is `name` or `-name`. */
export function sortLink<C extends string>(
  ordering: string,
  column: C,
  href: (ordering: C | `-${C}`) => string,
): NonNullable<Column<unknown>["sort"]> {
  const isOn = ordering.replace(/^-/, "") === column;
  const isDescending = isOn && ordering.startsWith("-");
  const direction = !isOn ? "none" : isDescending ? "descending" : "ascending";
  return { direction, href: href(isDescending ? column : `-${column}`) };
}

const arrows = { ascending: "↑", descending: "↓", none: "" } as const;

function Head<Row>({ column: { label, sort, isHeadHidden } }: { column: Column<Row> }) {
  if (isHeadHidden) return <span className="sr-only">{label}</span>;
  if (!sort) return label;
  return (
    <Link href={sort.href} className="whitespace-nowrap text-muted">
      {label} <span aria-hidden="true">{arrows[sort.direction]}</span>
    </Link>
  );
}

function Under<Row>({ columns, row }: { columns: Column<Row>[]; row: Row }) {
  return columns
    .filter((column) => column.under)
    .map((column) => ({ key: column.key, cell: column.cell(row) }))
    .filter(({ cell }) => cell !== "–")
    .map(({ key, cell }) => (
      <div key={key} className="mt-1 text-xs text-muted md:hidden">
        {cell}
      </div>
    ));
}

function cellClass({
  numeric,
  isName,
  wide,
  under,
}: Pick<Column<never>, "numeric" | "isName" | "wide" | "under">): string {
  const name = isName ? "min-w-24 sm:min-w-32" : "";
  return `${numeric ? "text-right" : ""} ${name} ${wide || under ? "hidden md:table-cell" : ""}`;
}

/** Previous and next as links: the URL is the state. */
export function Pagination(props: {
  count: number;
  offset: number;
  limit: number;
  isEstimate?: boolean;
  href: (offset: number) => string;
}) {
  const last = Math.min(props.offset + props.limit, props.count);
  if (props.count === 0) return null;
  return (
    <nav aria-label="Pages" className="flex items-center gap-3 border-t border-line px-3.5 py-2 text-muted">
      <span>
        {props.offset + 1}–{last} of {props.isEstimate ? "more than " : ""}
        {props.count}
      </span>
      <span className="ml-auto flex gap-3">
        {props.offset > 0 && <Link href={props.href(Math.max(0, props.offset - props.limit))}>Previous</Link>}
        {last < props.count && <Link href={props.href(last)}>Next</Link>}
      </span>
    </nav>
  );
}
