import type { Ctx } from "#lib/ctx";
import { countJobObjects, listJobObjects } from "#lib/jobs/objects";
import type { ObjectGroup } from "#lib/jobs/objects-store";
import { stageTitle } from "#lib/sync/stages";
import { LinkButton } from "#ui/button";
import { FilterBar, type FilterField } from "#ui/filter-bar";
import { Empty } from "#ui/panel";
import { Pagination, sortLink } from "#ui/table";
import { backendWords } from "./backend-words.ts";
import { isObjectFilterOn, OBJECTS_PAGE, type ObjectSearch, objectsHref, toObjectsQuery } from "./object-search.ts";
import { ObjectTable, operationWords } from "./object-table.tsx";

type Props = {
  ctx: Ctx;
  jobId: number;
  isOver: boolean;
  search: ObjectSearch;
  endpoints: ReadonlyMap<number, string>;
};

/** What happened to each object of a job: filters, a page of the table, and where the rest is. */
export async function ObjectsTab({ ctx, jobId, isOver, search, endpoints }: Props) {
  const { count, isEstimate, results } = await listJobObjects(ctx, jobId, toObjectsQuery(search));
  const groups = await countJobObjects(ctx, jobId);
  if (groups.length === 0) {
    return (
      <Empty title={isOver ? "This job touched no object" : "No object so far"}>
        {isOver ? "Its log says what it did instead." : "Objects appear here as the backend speaks of them."}
      </Empty>
    );
  }
  return (
    <>
      <FilterBar
        action={`/jobs/${jobId}`}
        hidden={{ tab: "objects", ordering: search.ordering === "seq" ? undefined : search.ordering }}
        fields={fieldsOf(search, groups)}
        clearHref={isObjectFilterOn(search) ? objectsHref(jobId, {}) : null}
      />
      {results.length === 0 ? (
        <Empty title="No object matches these filters">
          <LinkButton href={objectsHref(jobId, {})}>Show all objects</LinkButton>
        </Empty>
      ) : (
        <ObjectTable
          caption="Objects of the job"
          objects={results}
          endpoints={endpoints}
          sort={(column) =>
            sortLink(search.ordering, column, (ordering) => objectsHref(jobId, { ...search, offset: 0, ordering }))
          }
        />
      )}
      <Pagination
        count={count}
        isEstimate={isEstimate}
        offset={search.offset}
        limit={OBJECTS_PAGE}
        href={(offset) => objectsHref(jobId, { ...search, offset })}
      />
    </>
  );
}

function fieldsOf(search: ObjectSearch, groups: ObjectGroup[]): FilterField[] {
  const choice = (name: "operation" | "status" | "kind" | "stage", label: string, say: (value: string) => string) => {
    const counts = new Map<string, number>();
    for (const group of groups) counts.set(group[name], (counts.get(group[name]) ?? 0) + group.count);
    const options = [...counts].map(([value, count]): [string, string] => [value, `${say(value)} (${count})`]);
    return { kind: "choice" as const, name, label, value: search[name], options };
  };
  return [
    { kind: "text", name: "q", label: "Name contains", value: search.q },
    choice("operation", "Operation", (operation) => operationWords({ operation, status: "completed" }).word),
    choice("status", "Status", backendWords),
    choice("kind", "Kind", backendWords),
    choice("stage", "Stage", stageTitle),
  ];
}
