import type { ChildProcess } from "node:child_process";

export type PostgresUser = { name: string; uid: number; gid: number };
export type PostgresPlace = { native: string; data: string; user?: PostgresUser; secrets: string; note?: string };

export function embeddedPackage(root: string): string | undefined;
export function placePostgres(options: { root: string; dataDir: string }): PostgresPlace;
export function databaseUrl(place: PostgresPlace, port: number, database: string): string;
export function initDatabase(place: PostgresPlace, options?: { sync?: boolean }): void;
export function startServer(
  place: PostgresPlace,
  options: {
    port: number;
    settings?: Record<string, string | number>;
    logFile?: string;
    onLine?: (line: string) => void;
  },
): Promise<ChildProcess>;
export function postmaster(place: PostgresPlace): { pid: number; port: number; ready: boolean } | undefined;
export function stopServer(
  place: PostgresPlace,
  options?: { mode?: "fast" | "immediate"; timeoutMs?: number },
): Promise<boolean>;
export function removeDatabase(place: PostgresPlace): void;
