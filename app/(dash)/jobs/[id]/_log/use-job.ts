"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { serverNow, setServerTime } from "#data/server-clock";
import { notifySyncEnd } from "#data/sync-end";
import type { WireJob } from "#lib/jobs/wire";
import { type FirstPaint, type JobSnapshot, JobStore } from "./job-store.ts";

const WAITING_POLL_MS = 5_000;
const PLAN_PAUSE_MS = 300;
const STAGE_PAUSE_MS = 1_500;

/**
 * The job as it goes on after the server's first paint, told calmly: its log follows every line itself. The server is
 * asked again when more than lines changed.
 */
export function useJob(first: FirstPaint, job: WireJob): { store: JobStore; snapshot: JobSnapshot } {
  const router = useRouter();
  const [store] = useState(() => new JobStore(first));
  const snapshot = useSyncExternalStore(store.subscribeCalm, store.calmSnapshot, store.calmSnapshot);
  useEffect(() => store.connect(), [store]);
  useRefreshWhileWaiting(job, snapshot, router.refresh);
  useRefreshAtStages(job, snapshot, router.refresh);
  useRefreshAtEnd(job, snapshot, router.refresh);
  return { store, snapshot };
}

/** A job that waits has no lines: its state is looked at until it starts, and once more then. */
function useRefreshWhileWaiting(job: WireJob, snapshot: JobSnapshot, refresh: () => void): void {
  const isWaiting = job.status === "pending" || job.status === "scheduled";
  const hasStarted = snapshot.lastSeq > job.last_seq;
  useEffect(() => {
    if (!isWaiting || snapshot.link === "ended") return;
    if (hasStarted) return refresh();
    const timer = setInterval(() => {
      if (!document.hidden) refresh();
    }, WAITING_POLL_MS);
    return () => clearInterval(timer);
  }, [isWaiting, hasStarted, snapshot.link, refresh]);
}

/** What lines do not tell (the plan, why a stage was skipped, the time left) is fetched when a stage began or ended. */
function useRefreshAtStages(job: WireJob, snapshot: JobSnapshot, refresh: () => void): void {
  const { view, link } = snapshot;
  const ended = view.stages.filter((stage) => stage.completedAt !== null).length;
  const seen = useRef(0);
  const isPlanMissing = job.stages.length === 0;
  useEffect(() => {
    if (link !== "live" || (ended === seen.current && !isPlanMissing)) return;
    const timer = setTimeout(
      () => {
        seen.current = ended;
        refresh();
      },
      isPlanMissing ? PLAN_PAUSE_MS : STAGE_PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [ended, link, isPlanMissing, refresh]);
}

/** Every page and tab hears of an end that was seen here; the server then tells the rest of the story. */
function useRefreshAtEnd(job: WireJob, snapshot: JobSnapshot, refresh: () => void): void {
  const wasLive = useRef(snapshot.link !== "ended");
  const { link, end } = snapshot;
  useEffect(() => {
    if (wasLive.current && link === "ended") refresh();
  }, [link, refresh]);
  useEffect(() => {
    if (!end) return;
    notifySyncEnd({ job_id: job.id, ok: end.status === "completed", outcome: end.outcome, message: null });
  }, [end, job.id]);
}

/** As {@link useNow}, of a page whose server said when it was painted. */
export function useServerNow(paintedMs: number, isOn: boolean): number {
  useEffect(() => setServerTime(paintedMs), [paintedMs]);
  return useNow(paintedMs, isOn);
}

/** The time, once a second while `isOn`; the server's own until the first tick, so that both paint the same. */
export function useNow(startMs: number, isOn: boolean): number {
  const [nowMs, setNowMs] = useState(startMs);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => setNowMs(serverNow()), 1_000);
    return () => clearInterval(timer);
  }, [isOn]);
  return nowMs;
}
