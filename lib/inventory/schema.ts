import { z } from "zod";

/** What a card shows of one Proxmox endpoint. Browser-safe. */
export const Card = z
  .object({
    endpoint_id: z.number(),
    object: z.object({
      id: z.number(),
      name: z.string(),
      domain: z.string().nullable(),
      ip_address: z.string().nullable(),
      port: z.number(),
    }),
    /** Null before the first reading. */
    cluster: z
      .object({
        name: z.string(),
        mode: z.string(),
        version: z.string().nullable(),
        quorate: z.boolean().nullable(),
      })
      .nullable(),
    node_count: z.number(),
    nodes_online: z.number(),
    vm_count: z.number(),
    lxc_count: z.number(),
    running_count: z.number(),
    template_count: z.number(),
    storage: z.object({ used_bytes: z.number(), total_bytes: z.number() }),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    last_sync: z
      .object({ job_id: z.number(), outcome: z.string().nullable(), completed_at: z.string().nullable() })
      .nullable(),
    as_of: z.string().nullable(),
    stale: z.boolean(),
  })
  .meta({ id: "Card" });
export type Card = z.infer<typeof Card>;
