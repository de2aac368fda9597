import type { MouseEvent } from "react";
import { formatClock } from "#lib/format/moment";
import { webAddress } from "#lib/format/web-address";
import type { FrameLevel, WireFrame } from "#lib/frames/schema";
import { recordOf } from "#lib/json";

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
  /** `isExtended`: up to this line, from the one chosen before. */
  onChoose?: (seq: number, isExtended: boolean) => void;
  /** Without its number and with no room set aside for the stage. */
  isShort?: boolean;
};

/** One line a frame: number (its permalink), time, level, stage, sentence. */
export function Line({ frame, timeZone, isChosen, isHit, onChoose, isShort }: LineProps) {
  const mark = marks[frame.level];
  const tint = isChosen || isHit ? "bg-mark" : rowLook(frame.level);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the number in it is the link; the rest of the line only helps a mouse
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      id={`L${frame.seq}`}
      className={`log-line ${tint} ${onChoose ? "cursor-default" : ""}`}
      data-level={frame.level}
      data-seq={frame.seq}
      onClick={onChoose && ((event) => chooseLine(event, frame.seq, onChoose))}
    >
      {!isShort && (
        <a
          href={lineHref(frame.seq)}
          aria-label={`Line ${frame.seq}`}
          className="-my-0.5 w-[5ch] shrink-0 py-0.5 text-right text-muted no-underline sm:w-[7ch]"
        >
          {frame.seq}
        </a>
      )}
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
        <Sentence frame={frame} />
      </span>
      <Aside frame={frame} />
    </div>
  );
}

/** Works without JavaScript: the page around the line, with its details. */
const CONTEXT_LINES = 20;
export const lineHref = (seq: number): string => `?after=${Math.max(0, seq - CONTEXT_LINES)}&line=${seq}#L${seq}`;

/** A click anywhere in a line chooses it; links keep what they do, and what is being marked is left alone. */
function chooseLine(event: MouseEvent<HTMLElement>, seq: number, onChoose: NonNullable<LineProps["onChoose"]>): void {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const link = (event.target as Element).closest("a"); // safe because a click's target is an element
  const isNumber = link?.getAttribute("href") === lineHref(seq);
  if (link && !isNumber) return;
  if (!event.shiftKey && getSelection()?.toString()) return;
  event.preventDefault();
  if (event.shiftKey) getSelection()?.removeAllRanges();
  onChoose(seq, event.shiftKey);
}

type Item = { name: string | null; href: string | null };

/** The object that a line speaks about, and where it is in NetBox. */
function itemOf(frame: WireFrame): Item {
  const item = recordOf(recordOf(frame.data)?.item);
  const name = item?.name;
  const href = item?.netbox_url;
  return {
    name: typeof name === "string" && name !== "" ? name : null,
    href: typeof href === "string" ? webAddress(href) : null,
  };
}

/** The sentence, with its object as a link to NetBox. */
function Sentence({ frame }: { frame: WireFrame }) {
  if (frame.event !== "item_progress") return frame.text;
  const { name, href } = itemOf(frame);
  const at = name === null ? -1 : frame.text.indexOf(name);
  if (name === null || href === null || at < 0) return frame.text;
  return (
    <>
      {frame.text.slice(0, at)}
      <a href={href} rel="noreferrer" title={`${name} in NetBox`} className="underline">
        {name}
      </a>
      {frame.text.slice(at + name.length)}
    </>
  );
}

/** What was done to the object of a line, beside its sentence. */
function Aside({ frame }: { frame: WireFrame }) {
  const operation = frame.event === "item_progress" ? recordOf(frame.data)?.operation : null;
  if (typeof operation !== "string") return null;
  return <span className="ml-auto hidden shrink-0 text-muted lg:inline">{operation}</span>;
}
