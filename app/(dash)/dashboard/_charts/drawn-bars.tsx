import { axisTicks, barsOf, type ChartModel, fills, formatValue, labelEvery } from "./chart-model.ts";

/** The chart as the server draws it: complete without JavaScript, as wide as there is room, one text for all of it. */
export function DrawnBars({ model }: { model: ChartModel }) {
  const ticks = axisTicks(model);
  const top = ticks.at(-1) ?? 1;
  const y = (value: number) => `${100 - (value / top) * 100}%`;
  const slot = 100 / model.groups.length;
  return (
    <svg role="img" aria-label={model.summary} className="block h-full w-full overflow-visible">
      {ticks.map((tick) => (
        <line key={tick} x1="0" x2="100%" y1={y(tick)} y2={y(tick)} className="stroke-line" />
      ))}
      {model.groups.map((group, index) => (
        <g key={group.key}>
          <title>{groupWords(model, index)}</title>
          <rect x={`${slot * index}%`} width={`${slot}%`} height="100%" fill="transparent" />
          {barsOf(model, index, top).map((bar) => (
            <rect
              key={bar.key}
              x={`${bar.x}%`}
              y={`${bar.y}%`}
              width={`${bar.width}%`}
              height={`${bar.height}%`}
              fill={fills[bar.tone]}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

/** The numbers beside a chart; the drawing of the chart library has its own. */
export function DrawnAxis({ model }: { model: ChartModel }) {
  const ticks = axisTicks(model);
  const top = ticks.at(-1) ?? 1;
  return (
    <svg aria-hidden="true" className="block h-full w-full overflow-visible text-xs">
      {ticks.map((tick) => (
        <text
          key={tick}
          x="100%"
          y={`${100 - (tick / top) * 100}%`}
          dx={-6}
          dy={4}
          textAnchor="end"
          className="fill-muted"
        >
          {formatValue(model.unit, tick)}
        </text>
      ))}
    </svg>
  );
}

/** The days below a chart. */
export function DrawnLabels({ model }: { model: ChartModel }) {
  const every = labelEvery(model.groups.length);
  const last = model.groups.length - 1;
  return (
    <svg aria-hidden="true" className="block h-full w-full overflow-visible text-xs">
      {model.groups.map(
        (group, index) =>
          (last - index) % every === 0 && (
            <text
              key={group.key}
              x={`${(100 / model.groups.length) * (index + 0.5)}%`}
              y="14"
              textAnchor="middle"
              className={((last - index) / every) % 2 === 0 ? "fill-muted" : "hidden fill-muted sm:inline"}
            >
              {group.label}
            </text>
          ),
      )}
    </svg>
  );
}

/** "Wednesday 25 November: 3 completed, 1 failed". */
export function groupWords(model: ChartModel, index: number): string {
  const group = model.groups[index];
  if (!group) return "";
  const said = model.series.flatMap(({ label }, place) => {
    const value = group.values[place] ?? 0;
    return value > 0 ? [`${formatValue(model.unit, value)} ${label.toLowerCase()}`] : [];
  });
  return `${group.title}: ${said.join(", ") || "nothing"}`;
}
