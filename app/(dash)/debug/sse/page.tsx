import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { isAppError } from "#lib/errors";
import { readJobFrames } from "#lib/jobs/frames";
import { listJobs } from "#lib/jobs/list";
import { Button } from "#ui/button";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Banner, Panel } from "#ui/panel";
import { RawStream } from "./raw-stream.tsx";

export const metadata: Metadata = { title: "Raw stream" };

const LAST_FRAMES = 50;

export default async function DebugSsePage({ searchParams }: { searchParams: Promise<{ job?: string }> }) {
  const [{ ctx, actor }, { job }] = await Promise.all([pageCtx(), searchParams]);
  if (!can(actor, "debug:read"))
    return <NoPermission title="Raw stream" needed="admin" backHref="/" backLabel="Home" />;
  const newest = (await listJobs(ctx, { limit: 1 })).results[0]?.id;
  const jobId = Number(job ?? newest ?? 0);
  return (
    <>
      <PageHeader
        title="Raw stream"
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
    const initial = frames.map((frame) => ({
      id: String(frame.seq),
      event: frame.event,
      data: JSON.stringify(frame.data),
      at: frame.at,
    }));
    return <RawStream url={`/api/jobs/${jobId}/stream?after=${lastSeq}`} initial={initial} />;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return <Banner tone="bad">{error.message}</Banner>;
  }
}
