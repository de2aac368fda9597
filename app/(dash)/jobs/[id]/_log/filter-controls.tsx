"use client";

import { useEffect, useState } from "react";

const control = "h-7 rounded-md border border-line-strong bg-surface px-2 text-sm text-text";
const TYPING_PAUSE_MS = 400;

export function SelectFilter(props: {
  name: string;
  label: string;
  every: string;
  value: string;
  options: [string, string][];
  onChange: (value: string) => void;
}) {
  return (
    <select
      name={props.name}
      aria-label={props.label}
      className={`${control} max-w-32`}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    >
      <option value="">{props.every}</option>
      {props.options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** A filter by an exact name: it is taken when the reader stops typing. */
export function TextFilter(props: { name: string; label: string; value: string; onChange: (value: string) => void }) {
  const { value, onChange } = props;
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === value) return;
    const timer = setTimeout(() => onChange(wanted), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <input
      type="search"
      name={props.name}
      aria-label={props.label}
      placeholder={props.label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className={`${control} w-24 placeholder:text-muted`}
    />
  );
}
