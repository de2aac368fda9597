import type { Metadata } from "next";
import { z } from "zod";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { isAppError } from "#lib/errors";
import { readJobFrames } from "#lib/jobs/frames";
import { getJob } from "#lib/jobs/get";
import { listJobs } from "#lib/jobs/list";
import { listChecks } from "#lib/status/get";
import { Button } from "#ui/button";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Banner, Panel } from "#ui/panel";
import { askedAt } from "../../../_status/asked-at.ts";
import { RawStream } from "./raw-stream.tsx";

export const metadata: Metadata = { title: "Raw stream" };

const LAST_FRAMES = 50;

/** What no job can have is none. */
const JobId = z.coerce.number().int().positive().catch(0);

export default async function DebugSsePage({ searchParams }: { searchParams: Promise<{ job?: string }> }) {
  const [{ ctx, actor }, { job }] = await Promise.all([pageCtx(), searchParams]);
  if (!can(actor, "debug:read"))
    return <NoPermission title="Raw stream" needed="admin" backHref="/" backLabel="Home" />;
  const newest = (await listJobs(ctx, { limit: 1 })).results[0]?.id;
  const jobId = JobId.parse(job ?? newest);
  return (
    <>
      <PageHeader
        title="Raw stream"
        crumbs={[{ label: "Debug" }, { label: "Raw stream" }]}
        lead="What a job's stream sends, as it is sent, and how long after the one before."
      />
      <Panel>
        <form action="/debug/sse" className="flex items-center gap-2 border-b border-line px-3.5 py-2">
          <label htmlFor="job">Job</label>
          <input
            id="job"
            name="job"
            type="number"
            min={1}
            defaultValue={jobId || undefined}
            className="min-h-8 w-28 rounded-md border border-line-strong bg-surface px-2.5"
          />
          <Button>Show</Button>
        </form>
        {jobId > 0 && <Frames ctx={ctx} jobId={jobId} />}
      </Panel>
    </>
  );
}

async function Frames({ ctx, jobId }: { ctx: Awaited<ReturnType<typeof pageCtx>>["ctx"]; jobId: number }) {
  try {
    const { frames, last_seq: lastSeq } = await readJobFrames(ctx, jobId, {
      before: Number.MAX_SAFE_INTEGER,
      limit: LAST_FRAMES,
    });
    const initial = frames.map(({ seq, event, data, at }, index) => ({
      key: String(seq),
      gapMs: Date.parse(at) - Date.parse(frames[index - 1]?.at ?? at),
      text: `event: ${event}\nid: ${seq}\ndata: ${JSON.stringify(data)}\n`,
    }));
    return (
      <>
        <BackendAddress ctx={ctx} jobId={jobId} />
        <RawStream url={`/api/jobs/${jobId}/stream?after=${lastSeq}`} initial={initial} />
      </>
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    return (
      <div className="px-3.5 pt-3.5">
        <Banner tone="bad">{error.message}</Banner>
      </div>
    );
  }
}

/** Which of the backend's addresses answered when it was last asked. */
async function BackendAddress({ ctx, jobId }: { ctx: Awaited<ReturnType<typeof pageCtx>>["ctx"]; jobId: number }) {
  const { backend_id: backendId } = (await getJob(ctx, jobId)).params;
  const checks = await listChecks(ctx, "fastapi");
  const check = checks.find((one) => one.endpoint_id === backendId) ?? (checks.length === 1 ? checks[0] : undefined);
  const asked = check && askedAt(check);
  return asked ? <p className="border-b border-line px-3.5 py-1.5 text-xs text-muted">Backend: {asked}</p> : null;
}
