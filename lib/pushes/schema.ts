import { z } from "zod";

/** What a worker is still to give to a backend, as people see it. */
export const PendingPush = z
  .object({
    /** `refused`: the backend said no, and nothing is tried until the endpoint is saved or pushed again. */
    status: z.enum(["pending", "refused"]),
    requested_at: z.string(),
    requested_by: z.string(),
    attempts: z.number(),
    next_try_at: z.string().nullable(),
    last_error: z.string().nullable(),
  })
  .meta({ id: "PendingPush" });
export type PendingPush = z.infer<typeof PendingPush>;
