import {
  BookText,
  Check,
  KeyRound,
  LogOut,
  type LucideIcon,
  Monitor,
  Moon,
  Rows3,
  Rows4,
  Sun,
  UserRound,
} from "lucide-react";
import { Menu, menuItem } from "#ui/menu";

const themes = [
  ["system", "As the system", Monitor],
  ["light", "Light", Sun],
  ["dark", "Dark", Moon],
] as const;

const densities = [
  ["comfortable", "Comfortable tables", Rows3],
  ["compact", "Compact tables", Rows4],
] as const;

/** Theme, density and sign out, as native forms. */
export function UserMenu(props: { username: string; role: string; theme: string; density: string }) {
  return (
    <Menu
      name={`Account of ${props.username}`}
      label={
        <>
          <UserRound size={14} aria-hidden />
          <span className="hidden max-w-40 truncate sm:inline">{props.username}</span>
        </>
      }
    >
      <p className="px-2.5 py-1.5">
        <span className="block truncate font-semibold">{props.username}</span>
        <span className="text-xs text-muted">Role {props.role}</span>
      </p>
      <div className="border-t border-line py-1">
        <a href="/settings/account" className={menuItem}>
          <KeyRound size={14} aria-hidden />
          Password and sessions
        </a>
        <a href="/api/docs" className={menuItem}>
          <BookText size={14} aria-hidden />
          API
        </a>
      </div>
      <Preference name="theme" options={themes} chosen={props.theme} />
      <Preference name="density" options={densities} chosen={props.density} />
      <form method="post" action="/logout" className="border-t border-line pt-1">
        <button type="submit" className={menuItem}>
          <LogOut size={14} aria-hidden />
          Sign out
        </button>
      </form>
    </Menu>
  );
}

type Option = readonly [value: string, label: string, Icon: LucideIcon];

function Preference(props: { name: string; options: readonly Option[]; chosen: string }) {
  return (
    <form method="post" action="/preferences" className="border-t border-line py-1">
      {props.options.map(([value, label, Icon]) => (
        <button
          key={value}
          type="submit"
          name={props.name}
          value={value}
          aria-pressed={props.chosen === value}
          className={menuItem}
        >
          <Icon size={14} aria-hidden />
          {label}
          {props.chosen === value && <Check size={14} className="ml-auto text-accent" aria-hidden />}
        </button>
      ))}
    </form>
  );
}
