import { logLevels } from "#lib/backend/logs";
import type { PublicEndpoint } from "#lib/endpoints/schema";
import { Button } from "#ui/button";

const control = "min-h-8 rounded-md border border-line-strong bg-surface px-2.5 text-sm";

type Filter = { level: string; errors_only: boolean; operation_id: string; since: string };

/** The filters are the address: a GET form. */
export function LogFilters(props: { backends: PublicEndpoint[]; chosenId: number; filter: Filter }) {
  const { filter } = props;
  return (
    <form action="/backend-logs" className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-2">
      <select name="backend" defaultValue={props.chosenId} aria-label="Backend" className={control}>
        {props.backends.map((backend) => (
          <option key={backend.id} value={backend.id}>
            {backend.name}
          </option>
        ))}
      </select>
      <select name="level" defaultValue={filter.level} aria-label="Level" className={control}>
        <option value="">Every level</option>
        {logLevels.map((level) => (
          <option key={level}>{level}</option>
        ))}
      </select>
      <input
        name="operation_id"
        defaultValue={filter.operation_id}
        placeholder="Operation id"
        aria-label="Operation id"
        className={control}
      />
      <label className="flex items-center gap-1.5">
        <input type="checkbox" name="errors_only" value="true" defaultChecked={filter.errors_only} />
        Errors only
      </label>
      <Button>Show</Button>
    </form>
  );
}
