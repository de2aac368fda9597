import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Menu, menuItem } from "#ui/menu";

/** Deleting takes two clicks, also without JavaScript: a menu whose only entry names what will be gone. */
export function DeleteMenu(props: {
  action: string;
  /** What is asked for, such as "Delete webhook pager". */
  what: string;
  verb?: string;
  /** What goes with it, and what stays. */
  note?: string;
  /** Fields that decide more of it. */
  children?: ReactNode;
  /** Where the reader is led afterwards; without it where the route leads. */
  next?: string;
}) {
  const { verb = "Delete" } = props;
  return (
    <Menu
      name={`${verb}…`}
      label={
        <>
          {verb} <ChevronDown size={14} aria-hidden />
        </>
      }
    >
      <form method="post" action={props.action}>
        <input type="hidden" name="_method" value="DELETE" />
        {props.next && <input type="hidden" name="next" value={props.next} />}
        {props.children && <div className="w-64 px-2.5 pt-2">{props.children}</div>}
        <button type="submit" className={`${menuItem} text-bad`}>
          {props.what}
        </button>
        {props.note && <p className="max-w-64 px-2.5 pb-1 text-xs text-muted">{props.note}</p>}
      </form>
    </Menu>
  );
}
