import type { Figure, Growth } from "./figure.ts";
import { meetsTarget, ratioOf } from "./figure.ts";

const WIDTH = 860;
const ROW = 26;
const LABEL = 430;

/** Readable on light and dark paper; what is good or bad is also said in words. */
const STYLE = `<style>
text{font:13px system-ui,sans-serif;fill:#24292f}.quiet{fill:#656d76}.line{stroke:#8c959f}.ok{fill:#2da44e}.bad{fill:#cf222e}.path{fill:none;stroke:#0969da;stroke-width:2}.dot{fill:#0969da}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.quiet{fill:#9198a1}.line{stroke:#656d76}.path{stroke:#4493f8}.dot{fill:#4493f8}}
</style>`;

const xml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const svg = (height: number, title: string, body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${xml(title)}">${STYLE}${body}</svg>\n`;

/** How much of its allowance each figure uses: a bar that ends before the line meets its target. */
export function targetChart(figures: readonly Figure[]): string {
  const judged = figures.filter((figure) => figure.target && figure.target.value > 0);
  const height = judged.length * ROW + 40;
  const full = (WIDTH - LABEL - 60) / 2;
  const bars = judged.map((figure, index) => {
    const used = usedShare(figure);
    const y = 30 + index * ROW;
    const isMet = meetsTarget(figure);
    const width = Math.max(2, Math.min(2, used) * full);
    const name = figure.name.length > 62 ? `${figure.name.slice(0, 61)}…` : figure.name;
    return `<text x="0" y="${y + 14}">${xml(`${figure.row}  ${name}`)}</text>
<rect class="${isMet ? "ok" : "bad"}" x="${LABEL}" y="${y + 3}" width="${width.toFixed(1)}" height="14" rx="2"/>
<text class="quiet" x="${LABEL + width + 6}" y="${y + 14}">${Math.round(used * 100)} %${isMet ? "" : " missed"}</text>`;
  });
  const line = `<line class="line" x1="${LABEL + full}" x2="${LABEL + full}" y1="22" y2="${height}" stroke-dasharray="3 3"/><text class="quiet" x="${LABEL + full - 30}" y="16">target</text>`;
  return svg(height, "Share of each target that is used; less is better", bars.join("\n") + line);
}

/** 1 is just the target, below it is better, whichever way the target points. */
function usedShare(figure: Figure): number {
  const { target } = figure;
  const value = target?.of === "ratio" ? ratioOf(figure) : figure.value;
  if (!target || value === undefined) return 0;
  return target.at === "most" ? value / target.value : target.value / Math.max(value, 1e-9);
}

const PLOT = { width: 250, height: 130, across: 3 };

/** One small plot for each growing cost, both axes logarithmic, so that a flat line is a cost that does not grow. */
export function growthChart(growths: readonly Growth[]): string {
  const rows = Math.ceil(growths.length / PLOT.across);
  const plots = growths.map((growth, index) => {
    const x = (index % PLOT.across) * (WIDTH / PLOT.across);
    const y = Math.floor(index / PLOT.across) * (PLOT.height + 60);
    return `<g transform="translate(${x.toFixed(0)} ${y})">${plot(growth)}</g>`;
  });
  return svg(rows * (PLOT.height + 60), "Cost by size, both logarithmic", plots.join("\n"));
}

function plot({ name, sizeName, points, unit }: Growth): string {
  const sizes = points.map(({ size }) => Math.log10(size));
  const [least = 0, most = 1] = [Math.min(...sizes), Math.max(...sizes)];
  // Three decades of cost fit, from a tenth of a unit on.
  const top = Math.max(2, ...points.map(({ value }) => Math.ceil(Math.log10(Math.max(value, 1)))));
  const place = (size: number, value: number) => [
    10 + ((Math.log10(size) - least) / Math.max(most - least, 1e-9)) * (PLOT.width - 60),
    20 + PLOT.height - ((Math.log10(Math.max(value, 0.1)) + 1) / (top + 1)) * PLOT.height,
  ];
  const placed = points.map((point) => ({ ...point, at: place(point.size, point.value) }));
  const path = placed.map(
    ({ at }, index) => `${index === 0 ? "M" : "L"}${at.map((part) => part.toFixed(1)).join(" ")}`,
  );
  const dots = placed.map(({ at: [cx = 0, cy = 0], size, value }) => {
    const words = `${value.toPrecision(2)} ${unit}`;
    return `<circle class="dot" cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="3"/><text class="quiet" font-size="10" x="${(cx - 8).toFixed(1)}" y="${(cy - 8).toFixed(1)}">${words}</text><text class="quiet" x="${(cx - 8).toFixed(1)}" y="${PLOT.height + 38}">${short(size)}</text>`;
  });
  const base = `<line class="line" x1="0" x2="${PLOT.width - 20}" y1="${PLOT.height + 22}" y2="${PLOT.height + 22}"/>`;
  return `<text x="0" y="12">${xml(`${name}, by ${sizeName}`)}</text>${base}<path class="path" d="${path.join("")}"/>${dots.join("")}`;
}

const short = (size: number): string =>
  size >= 1e6 ? `${size / 1e6} M` : size >= 1e3 ? `${size / 1e3} k` : String(size);
