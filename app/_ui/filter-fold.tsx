import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";

/**
 * The filters of a list. A narrow screen folds them away unless one is on, and the fold says how many are; a wide one
 * shows them always. Works without JavaScript.
 */
export function FilterFold(props: {
  /** How many are on, of those that can be chosen here. */
  count: number;
  /** Is anything filtered, here or by the address? */
  isOn: boolean;
  children: ReactNode;
}) {
  return (
    <details open={props.isOn} className="filter-fold border-b border-line">
      <summary className="flex min-h-9 items-center gap-1.5 px-3.5 font-medium">
        <ListFilter size={14} aria-hidden className="text-muted" />
        {props.count > 0 ? `Filters (${props.count})` : "Filters"}
      </summary>
      {props.children}
    </details>
  );
}
