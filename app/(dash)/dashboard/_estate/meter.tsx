/** Where people begin to worry, in percent. */
const FULL = 90;
const FILLING = 75;

/** How full something is: a bar, its percentage as text, and what that is of. */
export function Meter(props: { label: string; percent: number | null; detail: string; showLabel?: boolean }) {
  const { label, percent, detail } = props;
  const look = percent === null ? "" : percent >= FULL ? "fill-bad" : percent >= FILLING ? "fill-warn" : "fill-accent";
  return (
    <div className="min-w-0" title={detail}>
      <p className="flex gap-1.5 text-xs">
        {props.showLabel !== false && <span className="text-muted">{label}</span>}
        <span className={`ml-auto ${percent !== null && percent >= FULL ? "font-semibold text-bad" : ""}`}>
          {percent === null ? "–" : `${Math.round(percent)} %`}
        </span>
      </p>
      <svg role="img" aria-label={`${label}: ${detail}`} className="block h-1.5 w-full">
        <rect width="100%" height="6" rx="3" className="fill-idle-soft" />
        {percent !== null && <rect width={`${Math.min(100, percent)}%`} height="6" rx="3" className={look} />}
      </svg>
    </div>
  );
}

/** `used` of `total` in percent; null when either is unknown. */
export const share = (used: number | null, total: number | null): number | null =>
  used === null || total === null || total === 0 ? null : (used / total) * 100;
