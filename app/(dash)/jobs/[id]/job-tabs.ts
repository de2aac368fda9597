/** Parts of a job page, as they stand in its address. Browser-safe. */
export const jobTabs = ["log", "problems", "objects", "changes", "parameters"] as const;
export type JobTab = (typeof jobTabs)[number];
