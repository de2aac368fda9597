import { formatBytes } from "#lib/format/bytes";
import { formatCount } from "#lib/format/count";
import type { Card } from "#lib/inventory/schema";
import { Link } from "#ui/link";

/** The whole estate in six figures. */
export function Totals({ cards }: { cards: Card[] }) {
  const sum = (of: (card: Card) => number) => cards.reduce((total, card) => total + of(card), 0);
  const nodes = sum((card) => card.node_count);
  const online = sum((card) => card.nodes_online);
  const used = sum((card) => card.storage.used_bytes);
  const total = sum((card) => card.storage.total_bytes);
  const figures: { href: string; label: string; value: string; note: string; isBad?: boolean }[] = [
    {
      href: "/clusters",
      label: "Clusters",
      value: String(cards.filter((card) => card.cluster !== null).length),
      note: `of ${formatCount(cards.length, "endpoint")}`,
    },
    {
      href: "/nodes",
      label: "Nodes",
      value: String(nodes),
      note: online === nodes ? "all online" : `${nodes - online} offline`,
      isBad: online < nodes,
    },
    {
      href: "/vms?type=qemu&template=false",
      label: "Virtual machines",
      value: String(sum((card) => card.vm_count)),
      note: `and ${formatCount(
        sum((card) => card.template_count),
        "template",
      )}`,
    },
    {
      href: "/vms?type=lxc&template=false",
      label: "Containers",
      value: String(sum((card) => card.lxc_count)),
      note: "LXC",
    },
    { href: "/vms?status=running", label: "Running", value: String(sum((card) => card.running_count)), note: "guests" },
    {
      href: "/storage",
      label: "Storage",
      value: total === 0 ? "–" : `${Math.round((used / total) * 100)} %`,
      note: `${formatBytes(used)} of ${formatBytes(total)}`,
    },
  ];
  return (
    <ul className="mb-4 grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3 xl:grid-cols-6">
      {figures.map(({ href, label, value, note, isBad }) => (
        <li key={label} className="min-w-0 bg-surface px-3.5 py-2.5">
          <Link href={href} className="text-xs text-muted">
            {label}
          </Link>
          <p className="text-lg font-semibold">{value}</p>
          <p className={`truncate text-xs ${isBad ? "font-semibold text-bad" : "text-muted"}`} title={note}>
            {note}
          </p>
        </li>
      ))}
    </ul>
  );
}
