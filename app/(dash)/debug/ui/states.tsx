import type { FrameLevel, WireFrame } from "#lib/frames/schema";
import { jobOutcomes, jobStatuses } from "#lib/jobs/schema";
import { Badge, CheckBadge, JobBadge } from "#ui/badge";
import { LinkButton } from "#ui/button";
import { Duration, Moment, ProgressBar } from "#ui/moment";
import { Banner, DefinitionList, Empty, Panel } from "#ui/panel";
import { Refusal } from "#ui/refusal";
import { Pagination, Table } from "#ui/table";
import { Line } from "../../jobs/[id]/_log/line.tsx";

const here = "/debug/ui";
const LONG_NAME = "a-node-whose-name-is-much-longer-than-anybody-would-like-to-read.example.net";

/** Every state that a badge can tell. */
export function Badges() {
  return (
    <Panel title="States">
      <div className="flex flex-wrap gap-2 px-3.5 py-3">
        {(["ok", "warn", "bad", "run", "idle"] as const).map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        {jobStatuses.slice(0, 3).map((status) => (
          <JobBadge key={status} job={{ status, outcome: null }} />
        ))}
        <JobBadge job={{ status: "running", outcome: null, cancel_requested_at: "now" }} />
        {jobOutcomes.map((outcome) => (
          <JobBadge key={outcome} job={{ status: "completed", outcome }} />
        ))}
        {["success", "error", "disabled", "unknown"].map((status) => (
          <CheckBadge key={status} status={status} />
        ))}
      </div>
      <div className="grid gap-2 border-t border-line px-3.5 py-3">
        {[0, 42, 100].map((percent) => (
          <ProgressBar key={percent} percent={percent} label={`${percent} % done`} />
        ))}
      </div>
    </Panel>
  );
}

/** What is said to people: notes, refusals, and that nothing is there. */
export function Messages() {
  return (
    <Panel title="Messages">
      <div className="px-3.5 pt-3">
        <Banner tone="info">It waits for a worker, which usually takes it within a second.</Banner>
        <Banner tone="ok">The settings were saved.</Banner>
        <Banner tone="warn">The cluster was last read three hours ago.</Banner>
        <Refusal message="2 of 3 items were refused; nothing was changed." errors={{ "1": ["Job 7 is running."] }} />
      </div>
      <Empty title="Nothing is here yet">
        <p className="mb-3">What to do next stands here.</p>
        <LinkButton href={here}>Do it</LinkButton>
      </Empty>
    </Panel>
  );
}

type Row = { id: number; name: string; size: number };

/** A table with long names, its pages, and facts in pairs. */
export function Tables() {
  const rows: Row[] = [
    { id: 1, name: "pve01", size: 12 },
    { id: 2, name: LONG_NAME, size: 1234567 },
  ];
  const now = new Date();
  return (
    <Panel title="Tables" aside="with a word at its side">
      <Table
        caption="Example rows"
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { key: "id", label: "Id", cell: (row) => row.id, sort: { href: `${here}?o=id`, direction: "ascending" } },
          { key: "name", label: "Name", cell: (row) => row.name },
          { key: "size", label: "Size", numeric: true, cell: (row) => row.size },
        ]}
      />
      <Pagination count={120} offset={50} limit={50} href={(offset) => `${here}?offset=${offset}`} />
      <DefinitionList
        items={[
          ["A moment", <Moment key="moment" at={new Date(now.getTime() - 90_000)} now={now} />],
          ["No moment", <Moment key="none" at={null} now={now} />],
          ["A duration", <Duration key="duration" seconds={72.4} />],
          ["A long value", LONG_NAME],
        ]}
      />
    </Panel>
  );
}

/** A line of each level. */
export function Lines() {
  const frame = (seq: number, level: FrameLevel, text: string): WireFrame => ({
    seq,
    at: "2026-11-25T13:02:41.118Z",
    attempt: 1,
    stage: "virtual-machines",
    proxmox_endpoint_id: 1,
    event: "item_progress",
    level,
    text,
    data: { operation: "updated", item: { name: "web-01", netbox_url: "https://netbox.example/vm/1/" } },
  });
  return (
    <Panel title="Lines of a log">
      {[
        frame(1, "debug", "Processing virtual_machine web-01"),
        frame(2, "info", "Discovered 412 virtual machines"),
        frame(3, "success", "Synced virtual_machine web-01"),
        frame(4, "warning", "Name web-01 is used twice in cluster lab"),
        frame(5, "error", `NetBox refused ${LONG_NAME}`),
      ].map((line) => (
        <Line key={line.seq} frame={line} timeZone="UTC" isChosen={false} />
      ))}
      <Line frame={frame(6, "success", "A chosen line")} timeZone="UTC" isChosen />
    </Panel>
  );
}
