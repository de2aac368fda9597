import type { BenchRow } from "./figure.ts";
import { busyPage, frameToScreen } from "./rows/browser.ts";
import { footprint } from "./rows/footprint.ts";
import { growth } from "./rows/growth.ts";
import { sseHop } from "./rows/hop.ts";
import { ingest } from "./rows/ingest.ts";
import { previews, vmReads } from "./rows/inventory.ts";
import { leak } from "./rows/leak.ts";
import { longLog } from "./rows/long-log.ts";
import { pageWeight } from "./rows/page-weight.ts";
import { pickup } from "./rows/pickup.ts";
import { plans } from "./rows/plans.ts";
import { frameReads, jobReads } from "./rows/reads.ts";
import { retention } from "./rows/retention.ts";
import { click, stagesOverBackend } from "./rows/sync.ts";
import { viewers } from "./rows/viewers.ts";

/** Everything that is measured, in the order in which it runs. */
export const benchRows: readonly BenchRow[] = [
  ingest,
  frameReads,
  frameToScreen,
  viewers,
  pickup,
  longLog,
  jobReads,
  busyPage,
  sseHop,
  footprint,
  retention,
  pageWeight,
  click,
  stagesOverBackend,
  vmReads,
  previews,
  growth,
  plans,
  leak,
];
