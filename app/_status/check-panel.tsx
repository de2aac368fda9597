import { Check, TriangleAlert, X } from "lucide-react";
import { formatDuration } from "#lib/format/duration";
import type { Layer, WireCheck } from "#lib/status/schema";
import type { Strip } from "#lib/status/strip";
import { ActionForm } from "#ui/button";
import { Moment } from "#ui/moment";
import { Panel } from "#ui/panel";
import { askedAt } from "./asked-at.ts";
import { CheckDay } from "./check-strip.tsx";
import { KeepaliveBadge } from "./keepalive-badge.tsx";

const marks = {
  success: { Icon: Check, look: "text-ok" },
  warning: { Icon: TriangleAlert, look: "text-warn" },
  error: { Icon: X, look: "text-bad" },
} as const;

const layerWords: Record<Layer["name"], string> = {
  dns: "Name",
  tcp: "Connection",
  tls: "Certificate",
  write: "Writing",
  http: "HTTP",
  login: "Sign-in",
  version: "Release",
};

/** What the last check found, layer by layer: the first one that fails is the cause. */
export function CheckPanel(props: {
  check: WireCheck;
  /** Its last 24 hours. */
  strip?: Strip;
  name: string;
  everyMs: number;
  testAction: string | null;
  now: Date;
}) {
  const { check } = props;
  const asked = askedAt(check);
  return (
    <Panel title="Is it reachable?" aside={<KeepaliveBadge check={check} everyMs={props.everyMs} />}>
      <div className="grid gap-2 px-3.5 py-3">
        <p className="break-words">{check.detail}</p>
        {asked && <p className="break-words text-xs text-muted">It was {asked}.</p>}
        {check.warnings.map((warning) => (
          <p key={warning} className="break-words text-warn">
            {warning}
          </p>
        ))}
        {check.layers.length > 0 && (
          <ul className="grid gap-1">
            {check.layers.map((layer) => (
              <LayerLine key={layer.name} layer={layer} />
            ))}
          </ul>
        )}
        <div className="flex flex-wrap items-center gap-3">
          {props.testAction && <ActionForm action={props.testAction}>Test connection</ActionForm>}
          <span className="text-xs text-muted">
            Checked <Moment at={check.checked_at} now={props.now} />, so since{" "}
            <Moment at={check.changed_at} now={props.now} />
          </span>
        </div>
      </div>
      {props.strip && <CheckDay strip={props.strip} name={props.name} />}
    </Panel>
  );
}

function LayerLine({ layer }: { layer: Layer }) {
  const { Icon, look } = marks[layer.status];
  return (
    <li className="grid grid-cols-[18px_6rem_minmax(0,1fr)_auto] gap-x-1.5">
      <Icon size={14} aria-hidden className={`mt-0.5 ${look}`} />
      <span className="text-muted">
        {layerWords[layer.name]}
        <span className="sr-only">: {layer.status}</span>
      </span>
      <span className="break-words">{layer.detail}</span>
      <span className="text-xs text-muted">{formatDuration(layer.duration_ms)}</span>
    </li>
  );
}
