"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { isTyping, type KeyGroup, offeredKeys } from "#data/keys";

const everywhere: KeyGroup = {
  title: "Everywhere",
  keys: [
    ["Ctrl K", "find a job, endpoint or VM, or run an action"],
    ["?", "these keys"],
  ],
};

/** The map of keys that work on this page, behind `?`. */
export function KeyMap() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [groups, setGroups] = useState<KeyGroup[]>([]);
  const show = useCallback(() => {
    setGroups([everywhere, ...offeredKeys()]);
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "?" || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      show();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [show]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="key-map-title"
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-lg border border-line-strong bg-surface p-0 text-text backdrop:bg-black/40"
    >
      <form method="dialog" className="flex items-center border-b border-line px-4 py-2">
        <h2 id="key-map-title" className="font-semibold">
          Keys
        </h2>
        <button type="submit" className="ml-auto min-h-6 text-accent">
          Close
        </button>
      </form>
      <div className="grid gap-3 px-4 py-3">
        {groups.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h3 className="mb-1 text-xs font-semibold text-muted">{group.title}</h3>
            <dl className="grid grid-cols-[4.5rem_1fr] gap-y-1">
              {group.keys.map(([key, words]) => (
                <div key={key} className="contents">
                  <dt>
                    <kbd className="rounded border border-line-strong px-1 font-mono text-xs">{key}</kbd>
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
