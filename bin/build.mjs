import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./launcher/build.mjs";
import { reExecute } from "./launcher/re-exec.mjs";

/** `npm run build`: builds and remembers of which sources, so that `npm start` does not build them again. */
try {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  await reExecute(root);
  await build(root, { onOut: (chunk) => process.stdout.write(chunk) });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
