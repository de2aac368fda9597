import { AppError } from "#lib/errors";
import { openRoute } from "#lib/http/open-route";
import { problemResponse } from "#lib/http/problem";
import { mayReadMetrics } from "#lib/metrics/admit";
import { renderMetrics } from "#lib/metrics/render";
import { runtime } from "#lib/runtime";

/** Prometheus text, for `METRICS_TOKEN` only: no session and no API token opens it. */
export const GET = openRoute(
  { summary: "Metrics for Prometheus, with METRICS_TOKEN as the bearer", media: ["text/plain"], refusals: [401] },
  async (request) => {
    const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
    const { env, db } = runtime();
    if (!mayReadMetrics(request.headers.get("authorization"), env.METRICS_TOKEN)) {
      const message = "Send METRICS_TOKEN as Authorization: Bearer …; without that variable there are no metrics.";
      return problemResponse(new AppError("unauthenticated", message), requestId);
    }
    const { text, contentType } = await renderMetrics(db);
    return new Response(text, {
      headers: { "content-type": contentType, "cache-control": "no-store", "x-request-id": requestId },
    });
  },
);
