import { migrate } from "../db/migrate.ts";

/** `npm run db:migrate`: migrates the database of DATABASE_URL and says what it did. */
const url = process.env.DATABASE_URL;
try {
  if (!url) throw new Error("DATABASE_URL is not set: nothing to migrate.");
  const options = {
    copyFirst: process.argv.includes("--copy-first"),
    createDatabase: process.argv.includes("--create"),
  };
  const { state, applied, copiedTo } = await migrate(url, options);
  const copy = copiedTo ? ` The database before it is kept as ${copiedTo}.` : "";
  console.log(state === "current" ? "The schema is current." : `Applied ${applied} migrations.${copy}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
