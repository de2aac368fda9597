import { syncActions } from "../(dash)/_sync/sync-paths.ts";
import { navGroups } from "./nav-items.ts";

/** One thing to choose: a page to go to, or an action that a native form would send. */
export type Entry = { group: string; label: string; note?: string } & ({ href: string } | { post: string });

/** What is offered without asking the server. */
export function fixedEntries(can: { sync: boolean }): Entry[] {
  const pages = navGroups.flatMap((group) =>
    group.items.map((item): Entry => ({ group: "Pages", label: item.label, href: item.href })),
  );
  const actions: Entry[] = can.sync
    ? [
        { group: "Actions", label: "Run full sync", post: "/sync/full-update" },
        ...syncActions.map(
          (action): Entry => ({
            group: "Actions",
            label: `Sync ${action.title.toLowerCase()}`,
            post: action.href,
          }),
        ),
        { group: "Actions", label: "New schedule", href: "/schedules/new" },
      ]
    : [];
  return [...actions, ...pages];
}

/** Those that hold every typed word, in any order. */
export function matchingEntries(entries: readonly Entry[], text: string): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => words.every((word) => entry.label.toLowerCase().includes(word)));
}

/** A number alone names a job. */
export const jobNumber = (text: string): number | null => {
  const found = /^#?(\d{1,15})$/.exec(text.trim());
  return found ? Number(found[1]) : null;
};
