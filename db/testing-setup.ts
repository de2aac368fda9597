import { joinTestServer } from "../bin/test-postgres.mjs";

/** Vitest's global set-up of the database tests: one throw-away server, stopped by its last user. */
export default async function setup(): Promise<() => Promise<void>> {
  const { leave } = await joinTestServer();
  return leave;
}
