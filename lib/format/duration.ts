/** `840 ms`, `12.4 s`, `1m 12s`, `2h 05m`. Null is a dash. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms) || ms < 0) return "–";
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ${pad(seconds % 60)}s`;
  return `${Math.floor(seconds / 3_600)}h ${pad(Math.floor((seconds % 3_600) / 60))}m`;
}

const pad = (value: number): string => String(value).padStart(2, "0");

/** `a few seconds`, `about 20 s`, `about 2m 10s`, `about 1h 05m`: no more exact than a forecast is. */
export function formatAbout(seconds: number): string {
  if (seconds < 5) return "a few seconds";
  if (seconds <= 55) return `about ${Math.ceil(seconds / 5) * 5} s`;
  const step = seconds < 600 ? 10 : 60;
  const rounded = Math.round(seconds / step) * step;
  return `about ${formatDuration(rounded * 1000).replace(/m 00s$/, " min")}`;
}
