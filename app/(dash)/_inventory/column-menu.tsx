import { Columns3 } from "lucide-react";
import { Button } from "#ui/button";
import { Menu } from "#ui/menu";
import type { ListColumn } from "./columns.ts";

/** Which columns the list has; the choice goes into the address and is remembered. */
export function ColumnMenu<Row>(props: { path: string; columns: ListColumn<Row>[]; shown: ListColumn<Row>[] }) {
  const shown = new Set(props.shown.map((column) => column.key));
  return (
    <Menu
      name="Columns"
      label={
        <>
          <Columns3 size={14} aria-hidden /> Columns
        </>
      }
    >
      <form method="post" action="/preferences/columns" className="p-1.5">
        <input type="hidden" name="list" value={props.path} />
        <fieldset>
          <legend className="sr-only">Columns</legend>
          {props.columns
            .filter((column) => column.key !== "name")
            .map((column) => (
              <label key={column.key} className="flex min-h-7 items-center gap-2">
                <input type="checkbox" name="columns" value={column.key} defaultChecked={shown.has(column.key)} />
                {column.label}
              </label>
            ))}
        </fieldset>
        <div className="mt-1.5 flex gap-2">
          <Button kind="primary">Show these</Button>
        </div>
      </form>
      <form method="post" action="/preferences/columns" className="px-1.5 pb-1.5">
        <input type="hidden" name="list" value={props.path} />
        <Button>The usual ones</Button>
      </form>
    </Menu>
  );
}
