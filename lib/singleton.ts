const store = globalThis as typeof globalThis & { __proxboxSingletons?: Map<string, unknown> };

/**
 * One value per process, also where Next loads a module twice (instrumentation and route handlers are
 * separate module graphs). `make` runs on first use only.
 */
export function singleton<T>(name: string, make: () => T): T {
  store.__proxboxSingletons ??= new Map();
  if (!store.__proxboxSingletons.has(name)) store.__proxboxSingletons.set(name, make());
  return store.__proxboxSingletons.get(name) as T; // safe because one name is only ever made by one caller
}

/** Replaces or removes a singleton: for shutdown and for tests. */
export function setSingleton(name: string, value: unknown): void {
  store.__proxboxSingletons ??= new Map();
  if (value === undefined) store.__proxboxSingletons.delete(name);
  else store.__proxboxSingletons.set(name, value);
}
