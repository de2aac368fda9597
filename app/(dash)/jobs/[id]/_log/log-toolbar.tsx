import type { RefObject } from "react";
import { stageTitle } from "#lib/sync/stages";
import type { LogFilter } from "./line-source.ts";
import type { Search } from "./use-search.ts";

const control = "h-7 rounded-md border border-line-strong bg-surface px-2 text-sm text-text";

/** Search and filters: a GET form without JavaScript, immediate with it. */
export function LogToolbar(props: {
  stages: string[];
  filter: LogFilter;
  onFilter: (filter: LogFilter) => void;
  search: Search;
  searchBox: RefObject<HTMLInputElement | null>;
}) {
  const { filter, search } = props;
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        search.step(1);
      }}
    >
      <span className="relative">
        <input
          ref={props.searchBox}
          type="search"
          name="q"
          value={search.text}
          onChange={(event) => search.setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && event.shiftKey) {
              event.preventDefault();
              search.step(-1);
            }
            if (event.key === "Escape") event.currentTarget.blur();
          }}
          aria-label="Search the whole log"
          placeholder="Search the whole log  /"
          className={`${control} w-52 bg-surface-2 placeholder:text-muted`}
        />
      </span>
      <span className="min-w-12 text-xs text-muted" aria-live="polite">
        {search.words}
      </span>
      <select
        name="stage"
        aria-label="Stage"
        className={control}
        value={filter.stage}
        onChange={(event) => props.onFilter({ ...filter, stage: event.target.value })}
      >
        <option value="">Every stage</option>
        {props.stages.map((stage) => (
          <option key={stage} value={stage}>
            {stageTitle(stage)}
          </option>
        ))}
      </select>
      <label className="flex items-center gap-1.5">
        <input
          type="checkbox"
          name="problems"
          value="true"
          checked={filter.problems}
          onChange={(event) => props.onFilter({ ...filter, problems: event.target.checked })}
        />
        Problems only
      </label>
      <noscript>
        <button type="submit" className={control}>
          Show
        </button>
      </noscript>
    </form>
  );
}
