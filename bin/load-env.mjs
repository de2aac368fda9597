import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Preloaded by the scripts of package.json: `.env` of the checkout, where there is one; the environment itself wins. */
const file = fileURLToPath(new URL("../.env", import.meta.url));
if (existsSync(file)) process.loadEnvFile(file);
