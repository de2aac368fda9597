"use client";

import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { axisTicks, type ChartModel, fills, formatValue } from "./chart-model.ts";

/** The same bars by the chart library, for the tooltip of a whole day; drawn over the server's, without axes. */
export default function RechartsBars({ model }: { model: ChartModel }) {
  const top = axisTicks(model).at(-1) ?? 1;
  const data = model.groups.map((group) => ({
    title: group.title,
    ...Object.fromEntries(model.series.map(({ key }, place) => [key, group.values[place] ?? 0])),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={data}
        margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
        barCategoryGap="15%"
        barGap={0}
        accessibilityLayer={false}
      >
        <XAxis dataKey="title" hide />
        <YAxis domain={[0, top]} hide />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--text)", fillOpacity: 0.06 }}
          formatter={(value) => formatValue(model.unit, Number(value))}
          itemSorter={() => 0}
          contentStyle={{
            background: "var(--surface)",
            border: "1px solid var(--line-strong)",
            borderRadius: 6,
            padding: "6px 10px",
          }}
          labelStyle={{ fontWeight: 600 }}
          itemStyle={{ color: "var(--text)", padding: 0 }}
        />
        {model.series.map(({ key, label, tone }) => (
          <Bar
            key={key}
            dataKey={key}
            name={label}
            stackId={model.isStacked ? "all" : undefined}
            fill={fills[tone]}
            // The server has drawn them already; a second drawing would blink where it differs by a hair.
            fillOpacity={0}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
