import { notFound } from "next/navigation";
import type { Ctx } from "#lib/ctx";
import { getEndpoint } from "#lib/endpoints/get";
import { listEndpoints } from "#lib/endpoints/list";
import { EndpointKind, type PublicEndpoint } from "#lib/endpoints/schema";
import { isAppError } from "#lib/errors";

/** Id and name for a select. */
export type Choice = [string, string];

/** The kind named by the path; `fastapi` is the old name of backends. */
export function readKind(text: string): EndpointKind {
  const kind = EndpointKind.safeParse(text === "fastapi" ? "backends" : text);
  return kind.success ? kind.data : notFound();
}

export function readId(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : notFound();
}

export async function endpointChoices(ctx: Ctx, kind: EndpointKind): Promise<Choice[]> {
  const endpoints = await listEndpoints(ctx, kind);
  return endpoints.map((endpoint) => [
    String(endpoint.id),
    endpoint.enabled ? endpoint.name : `${endpoint.name} (disabled)`,
  ]);
}

/** The endpoint that a path names; a page that does not exist otherwise. */
export async function endpointOr404(ctx: Ctx, kind: EndpointKind, id: string): Promise<PublicEndpoint> {
  try {
    return await getEndpoint(ctx, kind, readId(id));
  } catch (error) {
    if (isAppError(error, "not_found")) notFound();
    throw error;
  }
}
