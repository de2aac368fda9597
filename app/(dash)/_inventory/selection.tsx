"use client";

import { useEffect, useRef, useState } from "react";

/** A box that marks every row of this page, and how many are marked. Without JavaScript the rows have boxes of their own. */
export function SelectAll({ label }: { label: string }) {
  const box = useRef<HTMLInputElement>(null);
  const [isReady, setReady] = useState(false);
  const [count, setCount] = useState(0);
  useEffect(() => setReady(true), []);
  useEffect(() => {
    const form = box.current?.form;
    if (!isReady || !form) return;
    const recount = () => {
      const rows = rowsOf(form);
      const marked = rows.filter((row) => row.checked).length;
      setCount(marked);
      if (!box.current) return;
      box.current.checked = rows.length > 0 && marked === rows.length;
      box.current.indeterminate = marked > 0 && marked < rows.length;
    };
    recount();
    form.addEventListener("change", recount);
    return () => form.removeEventListener("change", recount);
  }, [isReady]);
  if (!isReady) return null;
  const mark = (checked: boolean) => {
    const form = box.current?.form;
    if (!form) return;
    for (const row of rowsOf(form)) row.checked = checked;
    form.dispatchEvent(new Event("change"));
  };
  return (
    <label className="flex items-center gap-2">
      <input ref={box} type="checkbox" onChange={(event) => mark(event.target.checked)} />
      {label}
      <span aria-live="polite" className="text-muted">
        {count > 0 && `${count} selected`}
      </span>
    </label>
  );
}

const rowsOf = (form: HTMLFormElement): HTMLInputElement[] => [
  ...form.querySelectorAll<HTMLInputElement>("input[name=ids]:not(:disabled)"),
];
