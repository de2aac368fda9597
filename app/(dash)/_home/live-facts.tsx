"use client";

import { useEffect, useState } from "react";
import { pollCard } from "#data/card-poller";
import type { Card } from "#lib/inventory/schema";
import { ClusterFacts, FactsSkeleton } from "./cluster-facts.tsx";

const POLL_MS = 3_000;

/** The facts of a card: the server's first; before the first reading room for them, filled from card data. */
export function LiveFacts({ card, nowMs }: { card: Card; nowMs: number }) {
  const [polled, setPolled] = useState<Card | null>(null);
  const shown = polled && (polled.as_of ?? "") >= (card.as_of ?? "") ? polled : card;
  const isAwaited = shown.as_of === null && !shown.warnings.some((warning) => warning.code === "disabled");
  useEffect(() => {
    if (!isAwaited) return;
    return pollCard(card.endpoint_id, POLL_MS, setPolled);
  }, [card.endpoint_id, isAwaited]);
  if (shown.as_of === null) return <FactsSkeleton sentence={shown.warnings[0]?.message ?? "Not read yet."} />;
  return <ClusterFacts card={shown} now={new Date(nowMs)} />;
}
