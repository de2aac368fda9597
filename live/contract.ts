import { z } from "zod";

/**
 * What each event of a backend's streams holds, key by key. Strict on purpose: a key that a new release adds should be
 * noticed here before a user notices that the console does not show it.
 */
const text = z.string();
const anything = z.unknown();
const record = z.record(text, anything);
const amount = z.number().int().nonnegative();
const item = z.strictObject({
  name: text,
  netbox_id: z.number().optional(),
  netbox_url: text.optional(),
  item_type: text.optional(),
  extra: record.optional(),
});
const progress = z.strictObject({ current: amount, total: amount, percent: z.number() });
const timing = z.strictObject({ elapsed_ms: z.number() });

const stageStep = z.strictObject({
  step: text,
  status: z.enum(["started", "processing", "progress", "completed", "skipped"]),
  message: text,
  result: record.optional(),
  duration_seconds: z.number().optional(),
  metadata: record.optional(),
});
/** How the bridge passes on what the backend once sent over its WebSocket. */
const passedOnStep = z.strictObject({
  step: text,
  status: z.enum(["progress", "completed", "failed"]),
  message: text,
  rowid: text.nullable(),
  payload: record,
});
const summary = z.strictObject({
  created: amount,
  updated: amount,
  deleted: amount,
  failed: amount,
  skipped: amount,
  total: amount,
});
const complete = z.union([
  z.strictObject({ ok: z.literal(true), message: text, result: anything.optional() }),
  z.strictObject({ ok: z.literal(false), message: text, errors: z.array(z.strictObject({ detail: anything })) }),
]);

const events: Record<string, z.ZodType> = {
  step: z.union([passedOnStep, stageStep]),
  bootstrap_done: z.strictObject({
    ok: z.boolean(),
    skipped: z.boolean(),
    reason: text.nullable(),
    warnings: z.array(anything),
    created: z.array(text),
    patched: z.array(text),
    unchanged: z.array(text),
  }),
  discovery: z.strictObject({
    event: z.literal("discovery"),
    phase: text,
    status: text,
    message: text,
    count: amount,
    items: z.array(z.looseObject({ name: text })),
    progress,
    metadata: record.optional(),
  }),
  substep: z.strictObject({
    event: z.literal("substep"),
    phase: text,
    substep: text,
    status: z.enum(["started", "processing", "completed", "failed", "skipped"]),
    message: text,
    item: item.optional(),
    timing: timing.optional(),
    result: record.optional(),
  }),
  item_progress: z.strictObject({
    event: z.literal("item_progress"),
    phase: text,
    status: text,
    message: text,
    item,
    operation: z.enum(["created", "updated", "deleted", "would_delete", "skipped", "failed", "unchanged"]),
    progress,
    timing: timing.optional(),
    error: text.optional(),
    warning: text.optional(),
  }),
  phase_summary: z.strictObject({
    event: z.literal("phase_summary"),
    phase: text,
    status: z.enum(["completed", "completed_with_errors"]),
    message: text,
    result: summary,
    timing: timing.optional(),
  }),
  error_detail: z.strictObject({
    event: z.literal("error_detail"),
    category: text,
    message: text,
    phase: text.optional(),
    item: item.optional(),
    detail: anything.optional(),
    suggestion: text.optional(),
    traceback: text.optional(),
  }),
  duplicate_name_resolved: z.strictObject({
    event: z.literal("duplicate_name_resolved"),
    cluster: text,
    original_name: text,
    resolved_name: text,
    vmid: z.number().int(),
    suffix_index: z.number().int(),
    operator_renamed: z.boolean(),
  }),
  hardware_discovery: z.looseObject({ event: z.literal("hardware_discovery"), node: text }),
  error: z.strictObject({ step: text, status: z.literal("failed"), error: text, detail: anything }),
  complete,
};

/** Why an event is not what the contract says, in one line; undefined when it is. */
export function breach(event: string, data: unknown): string | undefined {
  const schema = events[event];
  if (!schema) return `event ${event} is unknown`;
  const parsed = schema.safeParse(data);
  if (parsed.success) return undefined;
  return `event ${event}: ${z.prettifyError(parsed.error).replaceAll("\n", " ")} in ${JSON.stringify(data).slice(0, 300)}`;
}
