import { CopyButton } from "#ui/copy-button";

/** A line for a shell, to copy. */
export function Command({ text }: { text: string }) {
  return (
    <div className="flex flex-wrap items-start gap-2">
      <code className="min-w-0 max-w-full break-all rounded-md border border-line bg-surface-2 px-2 py-1 font-mono text-xs">
        {text}
      </code>
      <CopyButton text={text} label="Copy" />
    </div>
  );
}
