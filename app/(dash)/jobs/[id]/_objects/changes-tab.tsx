import type { Ctx } from "#lib/ctx";
import type { JobObject } from "#lib/frames/objects";
import { getJobChanges } from "#lib/jobs/changes";
import { Link } from "#ui/link";
import { Empty } from "#ui/panel";
import { objectsHref } from "./object-search.ts";
import { ObjectTable } from "./object-table.tsx";

const SHOWN = 100;

type Kind = "newly_failing" | "recovered" | "created" | "updated" | "deleted";

const kinds: { name: Kind; title: string; operation?: string }[] = [
  { name: "newly_failing", title: "Newly failing" },
  { name: "recovered", title: "Recovered" },
  { name: "created", title: "Created", operation: "created" },
  { name: "updated", title: "Updated", operation: "updated" },
  { name: "deleted", title: "Deleted", operation: "deleted" },
];

type Props = { ctx: Ctx; jobId: number; isOver: boolean; endpoints: ReadonlyMap<number, string> };

/** What this run changed, and what fails or works again since the run before it. */
export async function ChangesTab({ ctx, jobId, isOver, endpoints }: Props) {
  const changes = await getJobChanges(ctx, jobId, SHOWN);
  const any = kinds.some(({ name }) => changes.counts[name] > 0);
  const { previous_job_id: previous } = changes;
  return (
    <>
      <p className="border-b border-line px-3.5 py-2.5 text-muted">
        {previous === null ? (
          "There is no earlier run of the same scope to compare with: everything that failed is called newly failing."
        ) : (
          <>
            Against <Link href={`/jobs/${previous}`}>job {previous}</Link>, the run before it of the same scope
            {isOver ? "." : ", so far."}
          </>
        )}
      </p>
      {!any && (
        <Empty title={isOver ? "Nothing changed" : "Nothing changed so far"}>
          No object was created, updated or deleted, and none fails or works that did not before.
        </Empty>
      )}
      {kinds
        .filter(({ name }) => changes.counts[name] > 0)
        .map(({ name, title, operation }) => (
          <Section
            key={name}
            title={title}
            objects={changes[name]}
            count={changes.counts[name]}
            endpoints={endpoints}
            allHref={operation ? objectsHref(jobId, { operation }) : null}
          />
        ))}
    </>
  );
}

function Section(props: {
  title: string;
  objects: JobObject[];
  count: number;
  endpoints: ReadonlyMap<number, string>;
  allHref: string | null;
}) {
  const isCut = props.count > props.objects.length;
  return (
    <div className="border-b border-line last:border-b-0">
      <h3 className="flex items-baseline gap-2 px-3.5 pb-1 pt-3 font-semibold">
        {props.title} <span className="font-normal text-muted">{props.count}</span>
        {isCut && props.allHref && (
          <Link href={props.allHref} className="ml-auto text-xs font-normal">
            All {props.count}
          </Link>
        )}
      </h3>
      <ObjectTable caption={props.title} objects={props.objects} endpoints={props.endpoints} />
      {isCut && <p className="px-3.5 py-2 text-xs text-muted">The first {props.objects.length} are shown.</p>}
    </div>
  );
}
