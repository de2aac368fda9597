import type pg from "pg";

const PATIENCE_MS = 2_000;

/** Does the database answer within two seconds? */
export async function isDatabaseUp(pool: pg.Pool): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const asked = pool.query("select 1").then(
    () => true,
    () => false,
  );
  const up = await Promise.race([asked, late]);
  clearTimeout(timer);
  return up;
}
