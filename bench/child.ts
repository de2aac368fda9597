import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export type Cannon = { port: number; stop: () => Promise<void> };

/** A script of `bench/` as a process of its own, which ends with ours. Its first message is returned with it. */
export async function startScript<T>(name: string, args: string[] = []): Promise<{ child: ChildProcess; said: T }> {
  const child = fork(join(import.meta.dirname, name), args, {
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [said] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`))),
  ])) as [T];
  return { child, said };
}

/** The backend of `cannon.ts`. */
export async function startCannon(): Promise<Cannon> {
  const { child, said } = await startScript<{ port: number }>("cannon.ts");
  return { port: said.port, stop: () => stopChild(child) };
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
