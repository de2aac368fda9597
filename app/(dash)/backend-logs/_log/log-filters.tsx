import { logLevels } from "#lib/backend/logs";
import type { PublicEndpoint } from "#lib/endpoints/schema";
import { Button } from "#ui/button";
import { FilterFold } from "#ui/filter-fold";
import { Link } from "#ui/link";
import type { LogSearch } from "./log-search.ts";

const control = "min-h-8 min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm";
/** To the second, as a time input takes it; the zone is UTC. */
const wallClock = (iso: string): string => iso.slice(0, 19);

/** The filters are the address: a GET form. Times are UTC, as the backend writes them. */
export function LogFilters(props: { backends: PublicEndpoint[]; chosenId: number; search: LogSearch }) {
  const { level, q, operationId, since, until, errorsOnly } = props.search;
  const count = [level, q, operationId, since, until, errorsOnly].filter(Boolean).length;
  return (
    <FilterFold count={count} isOn={count > 0}>
      <FilterForm {...props} />
    </FilterFold>
  );
}

function FilterForm(props: Parameters<typeof LogFilters>[0]) {
  const { search } = props;
  return (
    <form action="/backend-logs" className="flex flex-wrap items-center gap-2 px-3.5 py-2">
      <select name="backend" defaultValue={props.chosenId} aria-label="Backend" className={control}>
        {props.backends.map((backend) => (
          <option key={backend.id} value={backend.id}>
            {backend.name}
          </option>
        ))}
      </select>
      <select name="level" defaultValue={search.level} aria-label="Level" className={control}>
        <option value="">Every level</option>
        {logLevels.map((level) => (
          <option key={level}>{level}</option>
        ))}
      </select>
      <input name="q" type="search" defaultValue={search.q} placeholder="Text" aria-label="Text" className={control} />
      <input
        name="operation_id"
        defaultValue={search.operationId}
        placeholder="Operation id"
        aria-label="Operation id"
        className={control}
      />
      <TimeField name="since" label="From (UTC)" value={search.since} />
      <TimeField name="until" label="Until (UTC)" value={search.until} />
      <label className="flex items-center gap-1.5">
        <input type="checkbox" name="errors_only" value="true" defaultChecked={search.errorsOnly} />
        Errors only
      </label>
      <Button>Show</Button>
      <Link href={`/backend-logs?backend=${props.chosenId}`}>Reset</Link>
    </form>
  );
}

function TimeField({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label className="flex min-w-0 items-center gap-1.5">
      <span className="whitespace-nowrap text-muted">{label}</span>
      <input type="datetime-local" step="1" name={name} defaultValue={wallClock(value)} className={control} />
    </label>
  );
}
