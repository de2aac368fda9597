import { formatDuration } from "#lib/format/duration";
import type { UsualStage } from "#lib/jobs/usual-stages";
import { Panel } from "#ui/panel";

/** Where the time of a full sync goes: the median of each stage, one bar for each endpoint. */
export function StageDurations({ stages, names }: { stages: UsualStage[]; names: ReadonlyMap<number, string> }) {
  const longest = Math.max(
    ...stages.flatMap((stage) => [...stage.byEndpoint.values()].map((usual) => usual.p95_seconds)),
  );
  return (
    <Panel title="Usual time of each stage" aside={<span className="text-xs">median, mark at the p95 of 20 runs</span>}>
      {stages.length === 0 ? (
        <p className="px-5 py-10 text-center text-muted">It is known once a sync has run.</p>
      ) : (
        <ol className="py-2">
          {stages.map((stage) => (
            <li key={stage.syncType} className="grid gap-x-3 px-3.5 py-1 sm:grid-cols-[9rem_minmax(0,1fr)]">
              <span className="truncate" title={stage.title}>
                {stage.title}
              </span>
              <ul>
                {[...stage.byEndpoint].map(([id, usual]) => (
                  <li key={id} className="grid grid-cols-[minmax(0,1fr)_8.5rem] items-center gap-x-2">
                    <svg className="block h-2.5 w-full" aria-hidden="true">
                      <rect
                        width={`${(usual.median_seconds / longest) * 100}%`}
                        height="10"
                        rx="2"
                        className="fill-accent"
                      />
                      <rect
                        x={`${(usual.p95_seconds / longest) * 99.5}%`}
                        width="2"
                        height="10"
                        className="fill-text"
                      />
                    </svg>
                    <span className="flex min-w-0 items-baseline gap-1.5">
                      <span className="w-14 shrink-0 text-right">{formatDuration(usual.median_seconds * 1000)}</span>
                      <span className="truncate text-xs text-muted" title={names.get(id)}>
                        {names.get(id) ?? `endpoint ${id}`}
                      </span>
                      <span className="sr-only">, p95 {formatDuration(usual.p95_seconds * 1000)}</span>
                    </span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
