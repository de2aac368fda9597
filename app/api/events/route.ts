import { feedStream } from "#lib/feed/feed-stream";
import { webFeed } from "#lib/feed/web-feed";
import { eventStream } from "#lib/http/event-stream";
import { route } from "#lib/http/route";

const MAX_LIFE_MS = 4 * 60_000;

export const GET = route({
  permission: "events:read",
  summary: "Hints for an open page (text/event-stream)",
  media: ["text/event-stream"],
  handle: async ({ request, isStillAllowed }) =>
    eventStream((signal) => feedStream(webFeed(), signal, MAX_LIFE_MS), { signal: request.signal, isStillAllowed }),
});
