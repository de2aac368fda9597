import { readdirSync, readFileSync } from "node:fs";

/** The clock by which the kernel counts the time of processes. */
const TICKS_PER_SECOND = 100;

/** Ticks of a process and of the children that it has seen end, and who started it; null when it is gone. */
function readTimes(pid: string): { parent: string; ticks: number; endedTicks: number } | null {
  try {
    // Its name stands in brackets and may hold anything; the rest are fields by their place.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number);
    return {
      parent: fields[1] ?? "",
      ticks: Number(user) + Number(system),
      endedTicks: Number(endedUser) + Number(endedSystem),
    };
  } catch {
    return null;
  }
}

/** Processor time in seconds that a process and those which it started have taken so far. */
export function processorSeconds(pid: number): number {
  const own = readTimes(String(pid));
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(readTimes)
    .filter((times) => times?.parent === String(pid));
  const ticks = children.reduce((sum, times) => sum + (times?.ticks ?? 0), (own?.ticks ?? 0) + (own?.endedTicks ?? 0));
  return ticks / TICKS_PER_SECOND;
}
