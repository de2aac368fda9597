import { z } from "zod";
import { formatClock } from "#lib/format/moment";
import type { FrameLevel, WireFrame } from "#lib/frames/schema";

const marks: Record<FrameLevel, { sign: string; word: string; look: string }> = {
  debug: { sign: "·", word: "detail", look: "text-muted" },
  info: { sign: "·", word: "info", look: "text-muted" },
  success: { sign: "✓", word: "done", look: "text-ok" },
  warning: { sign: "!", word: "warning", look: "text-warn" },
  error: { sign: "✕", word: "error", look: "text-bad" },
};

const rows: Partial<Record<FrameLevel, string>> = {
  warning: "bg-warn-soft",
  error: "bg-bad-soft",
};

/** Tint of a whole row: problems are found with half an eye. */
export const rowLook = (level: FrameLevel): string => rows[level] ?? "";

export type LineProps = {
  frame: WireFrame;
  timeZone: string;
  isChosen: boolean;
  isHit?: boolean;
  onChoose?: (seq: number) => void;
  /** The job's page, where the line is shown somewhere else. */
  base?: string;
  /** Without its number and with no room set aside for the stage. */
  isShort?: boolean;
};

/** One line a frame: number (its permalink), time, level, stage, sentence. */
export function Line({ frame, timeZone, isChosen, isHit, onChoose, base = "", isShort }: LineProps) {
  const mark = marks[frame.level];
  const tint = isChosen || isHit ? "bg-mark" : rowLook(frame.level);
  return (
    <div id={`L${frame.seq}`} className={`log-line ${tint}`} data-level={frame.level}>
      <a
        href={`${base}${lineHref(frame.seq)}`}
        aria-label={`Line ${frame.seq}`}
        className={
          isShort ? "sr-only" : "-my-0.5 w-[5ch] shrink-0 py-0.5 text-right text-muted no-underline sm:w-[7ch]"
        }
        onClick={(event) => {
          if (!onChoose || event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          onChoose(frame.seq);
        }}
      >
        {frame.seq}
      </a>
      <time dateTime={frame.at} className="hidden shrink-0 text-muted sm:inline">
        {formatClock(new Date(frame.at), timeZone, { withMs: true })}
      </time>
      <span className={`w-[1ch] shrink-0 font-semibold ${mark.look}`} title={mark.word}>
        <span aria-hidden="true">{mark.sign}</span>
        <span className="sr-only">{mark.word}</span>
      </span>
      <span className={`log-text ${frame.level === "error" ? "text-bad" : ""}`} title={frame.text}>
        <span
          className={isShort ? "text-muted" : "text-muted md:inline-block md:min-w-[20ch]"}
        >{`${frame.stage}: `}</span>
        {frame.text}
      </span>
      <Aside frame={frame} />
    </div>
  );
}

/** Works without JavaScript: the page around the line, with its details. */
const CONTEXT_LINES = 20;
export const lineHref = (seq: number): string => `?after=${Math.max(0, seq - CONTEXT_LINES)}&line=${seq}#L${seq}`;

const LineData = z.object({
  operation: z.string().optional(),
  item: z
    .object({
      netbox_url: z
        .url({ protocol: /^https?$/ })
        .optional()
        .catch(undefined),
    })
    .optional(),
});

/** What an object line says beside its sentence, and where the object is in NetBox. */
function Aside({ frame }: { frame: WireFrame }) {
  if (frame.event !== "item_progress") return null;
  const data = LineData.safeParse(frame.data);
  if (!data.success) return null;
  const { operation, item } = data.data;
  return (
    <span className="ml-auto hidden shrink-0 gap-2 text-muted lg:flex">
      {operation}
      {item?.netbox_url && (
        <a href={item.netbox_url} rel="noreferrer">
          NetBox
        </a>
      )}
    </span>
  );
}
