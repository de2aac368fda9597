"use client";

import { X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { onSyncEnd, type SyncEnd } from "#data/sync-end";
import { JobBadge } from "#ui/badge";
import { Link } from "#ui/link";

const SHOWN_MS = 10_000;

/** Says on every page that a sync ended, once per job; the job's own page says it itself. */
export function SyncEndToast() {
  const path = usePathname();
  const [end, setEnd] = useState<SyncEnd | null>(null);
  useEffect(() => onSyncEnd(setEnd), []);
  useEffect(() => {
    if (!end) return;
    const timer = setTimeout(() => setEnd(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [end]);
  const isShown = end !== null && path !== `/jobs/${end.job_id}`;
  return (
    <div
      role="status"
      className="no-print fixed bottom-[calc(var(--main-action)+16px)] right-4 z-40 max-w-[min(28rem,calc(100vw-2rem))]"
    >
      {isShown && (
        <div className="flex items-center gap-3 rounded-lg border border-line-strong bg-surface px-3.5 py-2.5">
          <JobBadge job={{ status: "ended", outcome: end.outcome }} />
          <span>
            <Link href={`/jobs/${end.job_id}`}>Job {end.job_id}</Link> ended{end.message ? `: ${end.message}` : "."}
          </span>
          <button type="button" aria-label="Close" className="min-h-6 min-w-6 text-muted" onClick={() => setEnd(null)}>
            <X size={14} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
