import type { EndpointKind, PublicEndpoint } from "#lib/endpoints/schema";
import type { WireCheck } from "#lib/status/schema";
import type { Strip } from "#lib/status/strip";
import { Badge, EnabledBadge } from "#ui/badge";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { type Column, Table } from "#ui/table";
import { CheckStrip } from "../../../_status/check-strip.tsx";
import { KeepaliveBadge } from "../../../_status/keepalive-badge.tsx";
import { fallbackAddress, identity, primaryAddress } from "../_forms/address.ts";

export function EndpointsTable(props: {
  kind: EndpointKind;
  title: string;
  endpoints: PublicEndpoint[];
  checks: WireCheck[];
  strips: ReadonlyMap<number, Strip>;
  checkEveryMs: number;
  now: Date;
}) {
  const { kind, now } = props;
  const checks = new Map(props.checks.map((check) => [check.endpoint_id, check]));
  const columns: Column<PublicEndpoint>[] = [
    {
      key: "name",
      label: "Name",
      isName: true,
      cell: (endpoint) => (
        <Link href={`/endpoints/${kind}/${endpoint.id}`} className="font-medium">
          {endpoint.name}
        </Link>
      ),
    },
    { key: "state", label: "State", cell: (endpoint) => <StateBadges endpoint={endpoint} /> },
    {
      key: "check",
      label: "Connection",
      cell: (endpoint) => {
        const check = checks.get(endpoint.id);
        return check && <KeepaliveBadge check={check} everyMs={props.checkEveryMs} />;
      },
    },
    {
      key: "day",
      label: "Last 24 h",
      wide: true,
      cell: (endpoint) => {
        const strip = props.strips.get(endpoint.id);
        return strip && <CheckStrip strip={strip} name={endpoint.name} />;
      },
    },
    { key: "address", label: "Address", under: true, cell: (endpoint) => <Address endpoint={endpoint} /> },
    { key: "identity", label: "Signs in with", wide: true, cell: (endpoint) => identity(kind, endpoint) },
    {
      key: "updated",
      label: "Changed",
      wide: true,
      cell: (endpoint) => <Moment at={endpoint.updated_at} now={now} />,
    },
  ];
  return <Table caption={props.title} columns={columns} rows={props.endpoints} rowKey={(endpoint) => endpoint.id} />;
}

export function StateBadges({ endpoint }: { endpoint: PublicEndpoint }) {
  return (
    <span className="inline-flex flex-wrap gap-1">
      <EnabledBadge isOn={endpoint.enabled} />
      {endpoint.recovery_required.length > 0 && <Badge tone="bad">Recovery required</Badge>}
      {endpoint.is_default === true && <Badge tone="run">Default</Badge>}
    </span>
  );
}

function Address({ endpoint }: { endpoint: PublicEndpoint }) {
  const fallback = fallbackAddress(endpoint);
  return (
    <>
      <code className="break-all font-mono text-xs">{primaryAddress(endpoint)}</code>
      {fallback && <span className="block text-xs text-muted">else {fallback}</span>}
    </>
  );
}
