import { z } from "zod";

const text = z.string().trim().max(200).optional().catch(undefined);

const ApiSearch = z.object({
  q: text,
  method: text,
  of: z.enum(["backend", "proxmox"]).optional().catch(undefined),
  offset: z.coerce.number().int().min(0).catch(0),
});
export type ApiSearch = z.infer<typeof ApiSearch>;

/** The filters of the API tab as its address has them; what fits nothing counts as not given. */
export const readApiSearch = (raw: Record<string, unknown>): ApiSearch => ApiSearch.parse(raw);

export function apiHref(base: string, { q, method, of }: ApiSearch, offset: number): string {
  const query = new URLSearchParams({ tab: "api" });
  for (const [name, value] of Object.entries({ q, method, of })) if (value) query.set(name, value);
  if (offset > 0) query.set("offset", String(offset));
  return `${base}?${query}`;
}
