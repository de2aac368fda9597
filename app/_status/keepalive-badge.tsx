"use client";

import { useEffect, useState } from "react";
import { pollKeepalive } from "#data/keepalive-poller";
import type { WireCheck } from "#lib/status/schema";
import { Badge } from "#ui/badge";
import { useZone } from "#ui/zone";
import { checkWords } from "./check-words.ts";

/** The state of an endpoint: the server's last known first, asked again while somebody looks. */
export function KeepaliveBadge({ check, everyMs }: { check: WireCheck; everyMs: number }) {
  const [polled, setPolled] = useState<WireCheck | null>(null);
  const { service, endpoint_id: id, status } = check;
  useEffect(() => {
    if (status === "disabled") return;
    return pollKeepalive(`/api/keepalive-status/${service}/${id}`, everyMs, setPolled);
  }, [service, id, status, everyMs]);
  const { tone, word, title } = checkWords(newer(check, polled), useZone());
  return (
    <Badge tone={tone} title={title}>
      {word}
    </Badge>
  );
}

/** The page may have been rendered again after the last poll. */
function newer(rendered: WireCheck, polled: WireCheck | null): WireCheck {
  return polled && (polled.checked_at ?? "") >= (rendered.checked_at ?? "") ? polled : rendered;
}
