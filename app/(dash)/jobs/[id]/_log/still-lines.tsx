import type { WireFrame } from "#lib/frames/schema";
import { Line } from "./line.tsx";

/**
 * The server's lines, painted before the viewer takes over and for good without JavaScript. It starts at its end
 * without a script: a reversed column scrolls from the bottom.
 */
export function StillLines(props: { lines: WireFrame[]; timeZone: string; chosen: number | null; fromEnd: boolean }) {
  const look = props.fromEnd ? "log-scroll flex flex-col-reverse" : "log-scroll";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section tabIndex={0} aria-label="Log lines" className={look}>
      <div className={props.fromEnd ? "mb-auto" : ""}>
        {props.lines.map((frame) => (
          <Line key={frame.seq} frame={frame} timeZone={props.timeZone} isChosen={frame.seq === props.chosen} />
        ))}
      </div>
    </section>
  );
}
