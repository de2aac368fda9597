"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { onSyncEnd } from "#data/sync-end";

/** Keeps a page fresh while somebody looks at it: at the end of every sync, and every so often. */
export function AutoRefresh({ everyMs }: { everyMs: number }) {
  const { refresh } = useRouter();
  useEffect(() => onSyncEnd(refresh), [refresh]);
  useEffect(() => {
    const refreshSeen = () => {
      if (!document.hidden) refresh();
    };
    const timer = setInterval(refreshSeen, everyMs);
    document.addEventListener("visibilitychange", refreshSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refreshSeen);
    };
  }, [everyMs, refresh]);
  return null;
}
