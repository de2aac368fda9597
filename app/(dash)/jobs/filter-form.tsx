import { jobOutcomes, jobStatuses } from "#lib/jobs/schema";
import { stages } from "#lib/sync/stages";
import { FilterBar, type FilterField } from "#ui/filter-bar";
import { isFiltered, type JobSearch } from "./search-params.ts";

type Option = [string, string];

const title = (word: string): string => word[0]?.toUpperCase() + word.slice(1);
const outcomeWords: Record<string, string> = {
  ok: "Completed",
  warnings: "With warnings",
  failed: "Errored",
  lost: "Worker lost",
};

/** The filters of the job list; typing is not needed for any of them but the text. */
export function FilterForm(props: { search: JobSearch; endpoints: Option[]; users: Option[]; timeZone: string }) {
  const { search } = props;
  const choice = (name: string, label: string, value: string | undefined, options: Option[]): FilterField => ({
    kind: "choice",
    name,
    label,
    value,
    options,
  });
  const zone = props.timeZone;
  const fields: FilterField[] = [
    { kind: "text", name: "q", label: "Name contains", value: search.q },
    choice(
      "status",
      "Status",
      search.status[0],
      jobStatuses.map((status) => [status, title(status)]),
    ),
    choice(
      "outcome",
      "Outcome",
      search.outcome[0],
      jobOutcomes.map((outcome) => [outcome, outcomeWords[outcome] ?? title(outcome)]),
    ),
    choice("sync_type", "Stage", search.sync_type[0], [
      ["all", "All stages"],
      ...stages.map((stage): Option => [stage.syncType, stage.title]),
    ]),
    choice("proxmox_endpoint_id", "Endpoint", search.proxmox_endpoint_id[0]?.toString(), props.endpoints),
    choice("user_id", "Started by", search.user_id[0]?.toString(), props.users),
    { kind: "datetime-local", name: "created_from", label: `From (${zone})`, value: search.created_from },
    { kind: "datetime-local", name: "created_to", label: `To (${zone})`, value: search.created_to },
  ];
  const hidden = { ordering: search.ordering === "-id" ? undefined : search.ordering };
  return <FilterBar action="/jobs" fields={fields} hidden={hidden} clearHref={isFiltered(search) ? "/jobs" : null} />;
}
