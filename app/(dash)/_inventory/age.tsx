import type { Ctx } from "#lib/ctx";
import { getEndpoint } from "#lib/endpoints/get";
import { lastRead } from "#lib/inventory/reads";
import { Link } from "#ui/link";
import { Moment } from "#ui/moment";
import { Banner } from "#ui/panel";
import { foundOrNull } from "./found.ts";

/** Which endpoint an object was read from. */
export async function EndpointLink({ ctx, id }: { ctx: Ctx; id: number }) {
  const endpoint = await foundOrNull(getEndpoint(ctx, "proxmox", id));
  if (!endpoint) return <span className="text-muted">deleted endpoint {id}</span>;
  return <Link href={`/endpoints/proxmox/${id}`}>{endpoint.name}</Link>;
}

/** Says when what is shown is old, and why. */
export async function StaleNote({ ctx, endpointId, now }: { ctx: Ctx; endpointId: number; now: Date }) {
  const read = await lastRead(ctx.db, endpointId);
  if (!read?.error) return null;
  return (
    <Banner tone="warn">
      The last reading failed: {read.error}{" "}
      {read.asOf && (
        <>
          What you see was read <Moment at={read.asOf} now={now} />.
        </>
      )}
    </Banner>
  );
}
