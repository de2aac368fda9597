"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import type { ChartModel } from "./chart-model.ts";

/** The chart library is fetched by the first pointer that comes near; whoever only looks never pays for it. */
const RechartsBars = lazy(() => import("./recharts-bars.tsx"));

/** The server's drawing, and over it, in the same place, one that answers the pointer. */
export function LiveChart({ model, children }: { model: ChartModel; children: ReactNode }) {
  const [isWanted, setIsWanted] = useState(false);
  return (
    <div className="relative min-w-0" onPointerEnter={() => setIsWanted(true)}>
      {children}
      {isWanted && (
        <Suspense>
          <div className="absolute inset-0" aria-hidden="true">
            <RechartsBars model={model} />
          </div>
        </Suspense>
      )}
    </div>
  );
}
