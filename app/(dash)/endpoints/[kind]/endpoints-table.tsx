import type { EndpointKind, PublicEndpoint } from "#lib/endpoints/schema";
import { Badge } from "#ui/badge";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { type Column, Table } from "#ui/table";
import { fallbackAddress, identity, primaryAddress } from "../_forms/address.ts";

export function EndpointsTable(props: { kind: EndpointKind; title: string; endpoints: PublicEndpoint[]; now: Date }) {
  const { kind, now } = props;
  const columns: Column<PublicEndpoint>[] = [
    {
      key: "name",
      label: "Name",
      cell: (endpoint) => (
        <Link href={`/endpoints/${kind}/${endpoint.id}`} className="font-medium">
          {endpoint.name}
        </Link>
      ),
    },
    { key: "state", label: "State", cell: (endpoint) => <StateBadges endpoint={endpoint} /> },
    { key: "address", label: "Address", cell: (endpoint) => <Address endpoint={endpoint} /> },
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
      {endpoint.enabled ? <Badge tone="ok">Enabled</Badge> : <Badge tone="idle">Disabled</Badge>}
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
