import type { Ctx } from "#lib/ctx";
import { vmTaskLog, vmTasks } from "#lib/vms/panel";
import type { VmTask } from "#lib/vms/panel-schema";
import type { Vm } from "#lib/vms/schema";
import { Badge } from "#ui/badge";
import { Link } from "#ui/link";
import { Duration, Moment } from "#ui/moment";
import { Empty } from "#ui/panel";
import { RawText } from "#ui/raw-text";
import { type Column, Table } from "#ui/table";
import { AgeLine } from "./age-line.tsx";

type Props = { ctx: Ctx; vm: Vm; now: Date };

export async function TasksTab({ ctx, vm, now }: Props) {
  const found = await vmTasks(ctx, vm.id);
  return (
    <>
      {found.value.length === 0 ? (
        <Empty title="No tasks">Proxmox remembers no task of it; what is done with it appears here.</Empty>
      ) : (
        <Table
          caption={`Tasks of ${vm.name}`}
          columns={columns(vm, now)}
          rows={found.value}
          rowKey={(task) => task.upid}
        />
      )}
      <AgeLine found={found} now={now} />
    </>
  );
}

const secondsOf = (task: VmTask): number | null =>
  task.started_at && task.ended_at ? (Date.parse(task.ended_at) - Date.parse(task.started_at)) / 1000 : null;

const columns = (vm: Vm, now: Date): Column<VmTask>[] => [
  {
    key: "type",
    label: "Task",
    cell: (task) => (
      <Link href={`${vm.display_url}?${new URLSearchParams({ tab: "tasks", task: task.upid })}`}>
        {task.type ?? "task"}
      </Link>
    ),
  },
  { key: "status", label: "Result", cell: (task) => <TaskBadge status={task.status} /> },
  { key: "started", label: "Started", cell: (task) => <Moment at={task.started_at} now={now} /> },
  { key: "took", label: "Took", numeric: true, wide: true, cell: (task) => <Duration seconds={secondsOf(task)} /> },
  { key: "user", label: "User", wide: true, cell: (task) => task.user ?? "–" },
  { key: "node", label: "Node", wide: true, cell: (task) => task.node ?? "–" },
];

function TaskBadge({ status }: { status: string | null }) {
  if (status === null) return <Badge tone="run">Running</Badge>;
  if (status === "OK") return <Badge tone="ok">OK</Badge>;
  return <Badge tone={status.startsWith("WARNINGS") ? "warn" : "bad"}>{status}</Badge>;
}

/** The log of one task, read when somebody asks for it. */
export async function TaskLogTab({ ctx, vm, upid, now }: Props & { upid: string }) {
  const found = await vmTaskLog(ctx, vm.id, upid);
  return (
    <>
      <p className="px-3.5 pt-2.5">
        <Link href={`${vm.display_url}?tab=tasks`}>All tasks</Link>
      </p>
      <RawText
        label="Log of the task"
        text={found.value.map((line) => `${line.t}\n`).join("") || "The log is empty."}
        className="px-3.5 py-2.5"
      />
      <AgeLine found={found} now={now} />
    </>
  );
}
