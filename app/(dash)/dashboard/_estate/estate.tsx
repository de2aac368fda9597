import { LinkButton } from "#ui/button";
import { Link } from "#ui/link";
import { Empty, Panel } from "#ui/panel";
import type { Dashboard } from "../read-dashboard.ts";
import { EndpointSection } from "./endpoint-section.tsx";
import { Totals } from "./totals.tsx";

/** What is there in six figures; before the first endpoint, how to get one. */
export function EstateTotals({ data, mayAdd }: { data: Dashboard; mayAdd: boolean }) {
  if (data.endpoints.length > 0) return <Totals cards={data.cards} />;
  return (
    <Panel className="mb-4">
      <Empty title="No Proxmox endpoint yet">
        <p className="mb-3">What its clusters hold is read within a minute after one was added.</p>
        {mayAdd && <LinkButton href="/endpoints/proxmox/new">Add a Proxmox endpoint</LinkButton>}
      </Empty>
    </Panel>
  );
}

/** What is there, endpoint by endpoint. */
export function EstateEndpoints({ data, now }: { data: Dashboard; now: Date }) {
  const { endpoints, parts, everyMs } = data;
  if (endpoints.length === 0) return null;
  return (
    <>
      <h2 className="mb-2 font-semibold">Proxmox endpoints</h2>
      <div className="mb-4 grid grid-cols-[minmax(0,1fr)] gap-4">
        {parts.map((part) => (
          <EndpointSection key={part.endpoint.id} part={part} everyMs={everyMs} now={now} />
        ))}
        {endpoints.length > parts.length && (
          <p className="text-muted">
            The first {parts.length} of {endpoints.length} are shown. <Link href="/clusters">All clusters</Link>
          </p>
        )}
      </div>
    </>
  );
}
