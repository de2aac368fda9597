import type { EndpointKind, PublicEndpoint } from "#lib/endpoints/schema";
import { serviceOfKind, type WireCheck } from "#lib/status/schema";
import { Badge } from "#ui/badge";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { Empty, Panel } from "#ui/panel";
import { KeepaliveBadge } from "../../_status/keepalive-badge.tsx";
import { primaryAddress } from "../endpoints/_forms/address.ts";

/** Backends and NetBox endpoints at a glance. */
export function Connections(props: {
  backends: PublicEndpoint[];
  netbox: PublicEndpoint[];
  checks: WireCheck[];
  checkEveryMs: number;
  now: Date;
}) {
  const checkOf = (kind: EndpointKind, id: number) =>
    props.checks.find((check) => check.service === serviceOfKind[kind] && check.endpoint_id === id);
  const rows: [EndpointKind, string, PublicEndpoint][] = [
    ...props.backends.map((endpoint): [EndpointKind, string, PublicEndpoint] => ["backends", "proxbox-api", endpoint]),
    ...props.netbox.map((endpoint): [EndpointKind, string, PublicEndpoint] => ["netbox", "NetBox", endpoint]),
  ];
  return (
    <Panel title="Connections" aside={<Checked checks={props.checks} now={props.now} />}>
      {rows.length === 0 && <Empty title="None yet">Add a backend and a NetBox endpoint.</Empty>}
      <ul>
        {rows.map(([kind, word, endpoint]) => (
          <li
            key={`${kind}-${endpoint.id}`}
            className="flex items-center gap-2 border-b border-line px-3.5 py-2 last:border-b-0"
          >
            <span className="min-w-0 flex-1">
              <Link
                href={`/endpoints/${kind}/${endpoint.id}`}
                className="block truncate font-medium text-text"
                title={endpoint.name}
              >
                {endpoint.name}
              </Link>
              <span className="block truncate text-xs text-muted">
                {word}
                {endpoint.is_default === true && " · default"} · {primaryAddress(endpoint)}
              </span>
            </span>
            <CheckOf check={checkOf(kind, endpoint.id)} everyMs={props.checkEveryMs} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Checked({ checks, now }: { checks: WireCheck[]; now: Date }) {
  const latest = checks
    .flatMap((check) => check.checked_at ?? [])
    .sort()
    .at(-1);
  if (!latest) return null;
  return (
    <span className="text-xs">
      checked <Moment at={latest} now={now} />
    </span>
  );
}

function CheckOf({ check, everyMs }: { check: WireCheck | undefined; everyMs: number }) {
  return check ? <KeepaliveBadge check={check} everyMs={everyMs} /> : <Badge tone="idle">Not checked yet</Badge>;
}
