import { cookies } from "next/headers";
import type { Column } from "#ui/table";
import { columnsCookie, readColumns } from "./column-names.ts";
import type { ListSearch } from "./list-search.ts";

/** A column of a list; an extra one is shown only to those who choose it. */
export type ListColumn<Row> = Column<Row> & { extra?: boolean };

/** The columns that were chosen: by this address, else the last time in this browser, else those that most want. */
export async function chosenColumns<Row>(
  search: ListSearch<unknown>,
  columns: ListColumn<Row>[],
): Promise<ListColumn<Row>[]> {
  const remembered = (await cookies()).get(columnsCookie(search.path))?.value;
  const names = readColumns(search.columns ?? remembered);
  const chosen = columns.filter((column) => names?.includes(column.key));
  if (chosen.length === 0) return columns.filter((column) => !column.extra);
  // Whoever chose a column wants it on a narrow screen, too.
  return columns
    .filter((column) => column.key === "name" || chosen.includes(column))
    .map(({ wide: _, under: __, ...rest }) => rest);
}
