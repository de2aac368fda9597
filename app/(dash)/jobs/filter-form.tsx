import { jobOutcomes, jobStatuses } from "#lib/jobs/schema";
import { stages } from "#lib/sync/stages";
import { Button, LinkButton } from "#ui/button";
import { isFiltered, type JobSearch } from "./search-params.ts";

type Option = [string, string];

const title = (word: string): string => word[0]?.toUpperCase() + word.slice(1);
const outcomeWords: Record<string, string> = {
  ok: "Completed",
  warnings: "With warnings",
  failed: "Errored",
  lost: "Worker lost",
};

/** The filters as a GET form: the URL is the state. Typing is not needed for any of them but the text. */
export function FilterForm({ search, endpoints }: { search: JobSearch; endpoints: Option[] }) {
  const choices: { name: string; label: string; value: string | undefined; options: Option[] }[] = [
    {
      name: "status",
      label: "Status",
      value: search.status[0],
      options: jobStatuses.map((status) => [status, title(status)]),
    },
    {
      name: "outcome",
      label: "Outcome",
      value: search.outcome[0],
      options: jobOutcomes.map((outcome) => [outcome, outcomeWords[outcome] ?? title(outcome)]),
    },
    {
      name: "sync_type",
      label: "Stage",
      value: search.sync_type[0],
      options: [["all", "All stages"], ...stages.map((stage): Option => [stage.syncType, stage.title])],
    },
    {
      name: "proxmox_endpoint_id",
      label: "Endpoint",
      value: search.proxmox_endpoint_id[0]?.toString(),
      options: endpoints,
    },
  ];
  return (
    <form
      action="/jobs"
      className="grid grid-cols-2 items-end gap-2 sm:flex sm:flex-wrap border-b border-line px-3.5 py-2.5"
    >
      <Labelled name="q" label="Name contains">
        <input id="q" type="search" name="q" defaultValue={search.q} className={`${control} sm:w-44`} />
      </Labelled>
      {choices.map((choice) => (
        <Labelled key={choice.name} name={choice.name} label={choice.label}>
          <select
            id={choice.name}
            name={choice.name}
            defaultValue={choice.value ?? ""}
            className={`${control} sm:max-w-40`}
          >
            <option value="">Any</option>
            {choice.options.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </Labelled>
      ))}
      <Labelled name="created_from" label="From">
        <input
          id="created_from"
          type="date"
          name="created_from"
          defaultValue={search.created_from}
          className={control}
        />
      </Labelled>
      <Labelled name="created_to" label="To">
        <input id="created_to" type="date" name="created_to" defaultValue={search.created_to} className={control} />
      </Labelled>
      <Button>Filter</Button>
      {isFiltered(search) && <LinkButton href="/jobs">Clear</LinkButton>}
    </form>
  );
}

const control = "h-7 w-full sm:w-auto rounded-md border border-line-strong bg-surface px-2 text-sm text-text";

function Labelled({ name, label, children }: { name: string; label: string; children: React.ReactNode }) {
  return (
    <div>
      <label htmlFor={name} className="block text-xs text-muted">
        {label}
      </label>
      {children}
    </div>
  );
}
