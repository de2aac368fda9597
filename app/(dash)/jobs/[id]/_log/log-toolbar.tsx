import type { RefObject } from "react";
import { stageTitle } from "#lib/sync/stages";
import { SelectFilter, TextFilter } from "./filter-controls.tsx";
import { isFilterOn, type LogFilter, noFilter } from "./log-filter.ts";
import type { Search } from "./use-search.ts";

const control = "h-7 rounded-md border border-line-strong bg-surface px-2 text-sm text-text";

const levels: [LogFilter["level"], string][] = [
  ["error", "Errors"],
  ["warning", "Warnings"],
  ["success", "Done"],
  ["info", "Info"],
  ["debug", "Details"],
];

/** Events of backends and of the console that are worth a filter of their own. */
const events = [
  "item_progress",
  "step",
  "substep",
  "discovery",
  "phase_summary",
  "error_detail",
  "error",
  "duplicate_name_resolved",
  "complete",
  "console",
];

/** Search and filters: a GET form without JavaScript, immediate with it. */
export function LogToolbar(props: {
  stages: string[];
  filter: LogFilter;
  onFilter: (filter: LogFilter) => void;
  search: Search;
  searchBox: RefObject<HTMLInputElement | null>;
}) {
  const { filter, search, onFilter } = props;
  const set = (change: Partial<LogFilter>) => onFilter({ ...filter, ...change });
  return (
    <form className="flex min-w-0 flex-1 flex-wrap items-center gap-2" onSubmit={(event) => event.preventDefault()}>
      <SearchBox search={search} box={props.searchBox} />
      <SelectFilter
        name="stage"
        label="Stage"
        every="Every stage"
        value={filter.stage}
        options={props.stages.map((stage) => [stage, stageTitle(stage)])}
        onChange={(stage) => set({ stage })}
      />
      <SelectFilter
        name="level"
        label="Level"
        every="Every level"
        value={filter.level}
        options={levels}
        onChange={(level) => set({ level: level as LogFilter["level"] })}
      />
      <SelectFilter
        name="event"
        label="Event"
        every="Every event"
        value={filter.event}
        options={events.map((event) => [event, event])}
        onChange={(event) => set({ event })}
      />
      <TextFilter name="object" label="Object" value={filter.object} onChange={(object) => set({ object })} />
      <label className="flex min-h-6 items-center gap-1.5">
        <input
          type="checkbox"
          name="problems"
          value="true"
          checked={filter.problems}
          onChange={(event) => set({ problems: event.target.checked })}
        />
        Problems only
      </label>
      {isFilterOn(filter) && (
        <button type="button" className="needs-js min-h-6 px-1 text-accent" onClick={() => onFilter(noFilter)}>
          Clear
        </button>
      )}
      <noscript>
        <button type="submit" className={control}>
          Show
        </button>
      </noscript>
    </form>
  );
}

function SearchBox({ search, box }: { search: Search; box: RefObject<HTMLInputElement | null> }) {
  return (
    <span className="relative min-w-52 max-w-96 flex-1">
      <input
        ref={box}
        type="search"
        name="q"
        value={search.text}
        onChange={(event) => search.setText(event.target.value)}
        onKeyDown={(event) => {
          // A form with several text fields and no button is not submitted by Enter.
          if (event.key === "Enter") {
            event.preventDefault();
            search.step(event.shiftKey ? -1 : 1);
          }
          if (event.key === "Escape") {
            // A search field would empty itself, and n and N had nothing to go to.
            event.preventDefault();
            event.currentTarget.blur();
          }
        }}
        aria-label="Search the whole log"
        placeholder="Search the whole log  /"
        className={`${control} w-full bg-surface-2 placeholder:text-muted ${search.words ? "pr-28" : ""}`}
      />
      <span className="pointer-events-none absolute inset-y-0 right-2 flex max-w-26 items-center truncate text-xs text-muted">
        {search.words}
      </span>
    </span>
  );
}
