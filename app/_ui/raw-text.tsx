/** Text as it is, which scrolls within itself: reachable and readable by keyboard. */
export function RawText(props: { label: string; text: string; className?: string; isWrapped?: boolean }) {
  const { label, text, className = "", isWrapped = false } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={`overflow-x-auto ${className}`}>
      <pre className={`font-mono text-xs ${isWrapped ? "whitespace-pre-wrap break-words" : ""}`}>{text}</pre>
    </section>
  );
}
