import { Tabs } from "#ui/tabs";
import { ChartPanel } from "../_charts/chart-panel.tsx";
import type { Dashboard } from "../read-dashboard.ts";
import { daysHref, WINDOWS } from "./days.ts";
import { outcomeModel, runtimeModel } from "./trend-models.ts";

export function DaysTabs({ days }: { days: number }) {
  const tabs = WINDOWS.map((each) => ({ href: daysHref(each), label: `${each} days`, isOn: each === days }));
  return <Tabs label="Time span" tabs={tabs} />;
}

/** How the syncs of these days went, and how long they took. */
export function Trends({ trend, days }: Pick<Dashboard, "trend"> & { days: number }) {
  const hasEnded = trend.some((day) => day.ok + day.warnings + day.failed + day.other > 0);
  const hasRuntime = trend.some((day) => day.medianSeconds !== null);
  return (
    <div className="mb-4 grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-2">
      <ChartPanel model={outcomeModel(trend)} empty={hasEnded ? null : `No sync has ended in the last ${days} days.`} />
      <ChartPanel
        model={runtimeModel(trend)}
        empty={hasRuntime ? null : `No full sync has ended in order in the last ${days} days.`}
      />
    </div>
  );
}
