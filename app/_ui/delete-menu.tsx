import { ChevronDown } from "lucide-react";
import { Menu, menuItem } from "#ui/menu";

/** Deleting takes two clicks, also without JavaScript: a menu whose only entry names what will be gone. */
export function DeleteMenu(props: {
  action: string;
  /** What is asked for, such as "Delete webhook pager". */
  what: string;
  verb?: string;
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
        <button type="submit" className={`${menuItem} text-bad`}>
          {props.what}
        </button>
      </form>
    </Menu>
  );
}
