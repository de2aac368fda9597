import { singleton } from "./singleton.ts";

/** Those who ask for the same, by `name`, while it is under way get what it brings, its failure too. Per process. */
export function oneFlight<T>(name: string, work: () => Promise<T>): Promise<T> {
  const running = singleton("flights", () => new Map<string, Promise<unknown>>());
  const flight = running.get(name) ?? work().finally(() => running.delete(name));
  running.set(name, flight);
  return flight as Promise<T>; // safe because one name is only ever flown for one kind of result
}
