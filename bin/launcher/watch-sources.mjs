import { watch } from "node:fs";
import { join } from "node:path";

const QUIET_MS = 300;

/** Restarts the worker when a source that it runs changes; Next watches its own. */
export function restartOnChange({ root, worker, say }) {
  let timer;
  for (const folder of ["lib", "db", "workers"]) {
    watch(join(root, folder), { recursive: true }, (_event, file) => {
      if (!file || !/\.ts$/.test(file) || /\.test\.ts$/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        say(`${folder}/${file} changed, restarting the worker`);
        worker.restart();
      }, QUIET_MS);
    });
  }
}
