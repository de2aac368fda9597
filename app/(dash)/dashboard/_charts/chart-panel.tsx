import { Panel } from "#ui/panel";
import { type ChartModel, fills, formatValue } from "./chart-model.ts";
import { DrawnAxis, DrawnBars, DrawnLabels } from "./drawn-bars.tsx";
import { LiveChart } from "./live-chart.tsx";

/** A chart with its legend, and the same numbers as a table for whoever would rather read. */
export function ChartPanel({ model, empty }: { model: ChartModel; empty: string | null }) {
  return (
    <Panel title={model.title} aside={<Legend model={model} />}>
      {empty ? (
        <p className="flex h-52 items-center justify-center px-5 text-center text-muted">{empty}</p>
      ) : (
        <>
          <div className="grid h-52 grid-cols-[52px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_20px] px-3.5 pt-4">
            <DrawnAxis model={model} />
            <LiveChart model={model}>
              <DrawnBars model={model} />
            </LiveChart>
            <div className="col-start-2 pb-1">
              <DrawnLabels model={model} />
            </div>
          </div>
          <details className="px-3.5 py-2">
            <summary className="text-muted">As a table</summary>
            <ChartTable model={model} />
          </details>
        </>
      )}
    </Panel>
  );
}

function Legend({ model }: { model: ChartModel }) {
  return (
    <ul className="flex flex-wrap gap-x-3 text-xs">
      {model.series.map(({ key, label, tone }) => (
        <li key={key} className="inline-flex items-center gap-1">
          <svg width="8" height="8" aria-hidden="true">
            <rect width="8" height="8" rx="2" fill={fills[tone]} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

function ChartTable({ model }: { model: ChartModel }) {
  const cell = "border-b border-line px-1 py-1 sm:px-2 text-right";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="relative mt-2 max-h-72 overflow-auto" tabIndex={0} aria-label={`${model.title} as a table`}>
      <table className="w-full border-collapse">
        <caption className="sr-only">{model.title}</caption>
        <thead>
          <tr className="text-xs text-muted">
            <th scope="col" className="border-b border-line px-1 py-1 sm:px-2 text-left font-medium">
              Day
            </th>
            {model.series.map(({ key, label }) => (
              <th key={key} scope="col" className={`${cell} font-medium`}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {model.groups.toReversed().map((group) => (
            <tr key={group.key}>
              <th scope="row" className="border-b border-line px-1 py-1 sm:px-2 text-left font-normal">
                {group.title}
              </th>
              {model.series.map(({ key }, place) => {
                const value = group.values[place];
                return (
                  <td key={key} className={cell}>
                    {value === null || value === undefined ? "–" : formatValue(model.unit, value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
