"use client";

import { type KeyboardEvent as ReactKey, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type FoundEntry, findEntries } from "#data/find-entries";
import { type Entry, fixedEntries, jobNumber, matchingEntries } from "./palette-entries.ts";

const TYPING_PAUSE_MS = 150;
const MIN_CHARS = 2;

/** Ctrl-K: goes to a job, endpoint, VM or page, or runs an action. What it sends are the forms that pages have. */
export function Palette({ maySync }: { maySync: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const [index, setIndex] = useState(0);
  const found = useFound(text);
  const entries = useMemo(() => {
    const job = jobNumber(text);
    const direct: Entry[] = job === null ? [] : [{ group: "Jobs", label: `Job ${job}`, href: `/jobs/${job}` }];
    return [...direct, ...matchingEntries(fixedEntries({ sync: maySync }), text), ...found];
  }, [text, found, maySync]);
  const open = useCallback(() => {
    setText("");
    setIndex(0);
    dialog.current?.showModal();
  }, []);
  useOpener(open);
  const onKey = (event: ReactKey) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && entries.length > 0) {
      event.preventDefault();
      setIndex((index + by + entries.length) % entries.length);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      const entry = entries[index];
      if (entry) run(entry);
    }
  };
  return (
    <dialog
      ref={dialog}
      aria-label="Find or run"
      className="mx-auto mt-[12vh] w-[min(36rem,calc(100vw-2rem))] rounded-lg border border-line-strong bg-surface p-0 text-text backdrop:bg-black/40"
    >
      <input
        type="text"
        role="combobox"
        aria-label="Find a job, endpoint or VM, or run an action"
        aria-expanded={entries.length > 0}
        aria-controls="palette-list"
        aria-activedescendant={entries[index] ? `palette-${index}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        placeholder="Job number, name of a job, endpoint or VM, or an action"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setIndex(0);
        }}
        onKeyDown={onKey}
        className="h-11 w-full border-b border-line bg-surface px-4 text-base placeholder:text-muted"
      />
      {entries.length > 0 ? (
        <Choices entries={entries} index={index} />
      ) : (
        <p className="px-4 py-3 text-muted">Nothing is called that.</p>
      )}
    </dialog>
  );
}

function Choices({ entries, index }: { entries: readonly (Entry | FoundEntry)[]; index: number }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`#palette-${index}`)?.scrollIntoView({ block: "nearest" });
  }, [index]);
  return (
    <div ref={list} id="palette-list" role="listbox" aria-label="Found" className="max-h-[50vh] overflow-y-auto p-1">
      {entries.map((entry, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
        <div
          key={`${entry.group}/${"href" in entry ? entry.href : entry.post}`}
          id={`palette-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === index}
          onClick={() => run(entry)}
          className={`flex min-h-8 cursor-pointer items-center gap-3 rounded-md px-3 ${at === index ? "bg-accent-soft" : ""}`}
        >
          <span className="min-w-0 truncate">{entry.label}</span>
          <span className="ml-auto shrink-0 text-xs text-muted">{entry.note ?? entry.group}</span>
        </div>
      ))}
    </div>
  );
}

function run(entry: Entry): void {
  if ("href" in entry) {
    location.assign(entry.href);
    return;
  }
  const form = document.createElement("form");
  form.method = "post";
  form.action = entry.post;
  document.body.append(form);
  form.submit();
}

/** What the server knows by that name; the newest question wins. */
function useFound(text: string): FoundEntry[] {
  const [found, setFound] = useState<FoundEntry[]>([]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted.length < MIN_CHARS) return setFound([]);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      findEntries(wanted, stop.signal).then((entries) => !stop.signal.aborted && setFound(entries));
    }, TYPING_PAUSE_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [text]);
  return found;
}

function useOpener(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) open();
    };
    const onClick = (event: MouseEvent) => {
      if ((event.target as Element | null)?.closest("[data-opens-palette]")) {
        event.preventDefault();
        open();
      }
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("click", onClick);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("click", onClick);
    };
  }, [open]);
}
