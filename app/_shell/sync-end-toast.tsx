"use client";

import { X } from "lucide-react";
import { usePathname } from "next/navigation";
import { type FocusEvent, useEffect, useRef, useState } from "react";
import { onSyncEnd, type SyncEnd } from "#data/sync-end";
import { JobBadge } from "#ui/badge";
import { Link } from "#ui/link";

const SHOWN_MS = 10_000;

/**
 * Says on every page that a sync ended, once per job; the job's own page says it itself. It stays while somebody is in
 * it, and gives the focus back to where it came from.
 */
export function SyncEndToast() {
  const path = usePathname();
  const [end, setEnd] = useState<SyncEnd | null>(null);
  const [isHeld, setHeld] = useState(false);
  const cameFrom = useRef<EventTarget | null>(null);
  useEffect(() => onSyncEnd(setEnd), []);
  useEffect(() => {
    if (!end || isHeld) return;
    const timer = setTimeout(() => setEnd(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [end, isHeld]);
  const onEnter = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (currentTarget.contains(relatedTarget as Node | null)) return;
    cameFrom.current = relatedTarget;
    setHeld(true);
  };
  const onLeave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget as Node | null)) setHeld(false);
  };
  const close = () => {
    if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
    setHeld(false);
    setEnd(null);
  };
  const isShown = end !== null && path !== `/jobs/${end.job_id}`;
  return (
    <div
      role="status"
      onFocus={onEnter}
      onBlur={onLeave}
      className="no-print fixed bottom-[calc(var(--main-action)+16px)] right-4 z-40 max-w-[min(28rem,calc(100vw-2rem))]"
    >
      {isShown && (
        <div className="flex items-center gap-3 rounded-lg border border-line-strong bg-surface px-3.5 py-2.5">
          <JobBadge job={{ status: "ended", outcome: end.outcome }} />
          <span>
            <Link href={`/jobs/${end.job_id}`}>Job {end.job_id}</Link> ended{end.message ? `: ${end.message}` : "."}
          </span>
          <button type="button" aria-label="Close" className="min-h-6 min-w-6 text-muted" onClick={close}>
            <X size={14} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
