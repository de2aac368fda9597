import { z } from "zod";

/** Pages whose filters can be kept under a name. */
export const viewPages = ["jobs"] as const;

/** Filters of a list under a name of one's own; `query` is what stands behind the `?` of the page. */
export const ViewInput = z.strictObject({
  page: z.enum(viewPages),
  name: z.string().trim().min(1, "is empty").max(60),
  query: z
    .string()
    .max(2000)
    .transform((text) => text.replace(/^\?/, "")),
});
export type ViewInput = z.infer<typeof ViewInput>;

export const SavedView = z
  .object({
    id: z.number(),
    page: z.enum(viewPages),
    name: z.string(),
    query: z.string(),
    url: z.string(),
    display_url: z.string(),
  })
  .meta({ id: "SavedView" });
export type SavedView = z.infer<typeof SavedView>;
