export * from "./checks.ts";
export * from "./endpoints.ts";
export * from "./frames.ts";
export * from "./inventory.ts";
export * from "./jobs.ts";
export * from "./schedules.ts";
export * from "./system.ts";
export * from "./users.ts";
