import type { Ctx } from "#lib/ctx";
import { getEndpoint } from "#lib/endpoints/get";
import { listEndpoints } from "#lib/endpoints/list";
import { EndpointKind, type PublicEndpoint } from "#lib/endpoints/schema";
import { isAppError } from "#lib/errors";

/** Id and name for a select. */
export type Choice = [string, string];

/** The kind named by the path; `fastapi` is the old name of backends. */
export function readKind(text: string): EndpointKind | null {
  const kind = EndpointKind.safeParse(text === "fastapi" ? "backends" : text);
  return kind.success ? kind.data : null;
}

/** The id in a path; null for what cannot be one. */
export function readId(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

export async function endpointChoices(ctx: Ctx, kind: EndpointKind): Promise<Choice[]> {
  const endpoints = await listEndpoints(ctx, kind);
  return endpoints.map((endpoint) => [
    String(endpoint.id),
    endpoint.enabled ? endpoint.name : `${endpoint.name} (disabled)`,
  ]);
}

/** The endpoint that a path names, or null. */
export async function endpointOfPath(
  ctx: Ctx,
  path: { kind: string; id: string },
): Promise<{ kind: EndpointKind; endpoint: PublicEndpoint } | null> {
  const kind = readKind(path.kind);
  const id = readId(path.id);
  if (!kind || id === null) return null;
  try {
    return { kind, endpoint: await getEndpoint(ctx, kind, id) };
  } catch (error) {
    if (isAppError(error, "not_found")) return null;
    throw error;
  }
}
