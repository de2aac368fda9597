import { z } from "zod";
import { backendRequest } from "../backend/request.ts";
import { AppError } from "../errors.ts";
import { parseFrame } from "../frames/parse.ts";
import { recordOf } from "../json.ts";
import { type StepFailure, stepFailure } from "./failure.ts";
import { JSON_MODE_WARNING } from "./mode-words.ts";
import { type Place, type RunContext, say } from "./run-context.ts";
import type { StepInput } from "./run-step.ts";

/** The JSON call: one request, one answer, no progress in between, and never sent twice. */
export async function requestWholeUpdate(
  run: RunContext,
  place: Place,
  input: StepInput,
): Promise<StepFailure | { httpStatus: number }> {
  await say(run, place, { kind: "note", level: "warning", message: `JSON mode. ${JSON_MODE_WARNING}` });
  try {
    const result = await backendRequest(run.backend, {
      path: input.step.streamPath,
      query: input.query,
      schema: z.looseObject({}),
      signal: run.signal,
      mayRepeat: false,
    });
    const data = JSON.stringify({ ok: true, message: "Full update sync completed.", result: summary(result) });
    await run.recorder.emit(
      parseFrame({ event: "complete", data }, { ...place, attempt: run.lease.attempt, at: run.now() }),
    );
    return { httpStatus: 200 };
  } catch (error) {
    if (!(error instanceof AppError) || error.details.status !== 500) throw error;
    const failure = stepFailure(error);
    return {
      ...failure,
      message: `${failure.message} The backend may have done all the work before it answered; it is not asked again.`,
      suggestion: "Use the mode stages or full-update: both stream, and their end tells what was done.",
    };
  }
}

/** Counts and warnings are kept; the lists of every NetBox object are not. */
function summary(result: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(result).filter(
    ([name, value]) =>
      name.endsWith("_count") || name === "warnings" || name === "degraded" || recordOf(value) !== null,
  );
  return Object.fromEntries(kept);
}
