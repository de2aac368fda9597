"use client";

import { createContext, type ReactNode, useContext } from "react";

const Zone = createContext("UTC");

/** Tells the parts of a page that live in the browser in which zone its reader wants times. */
export function ZoneProvider({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  return <Zone value={timeZone}>{children}</Zone>;
}

export const useZone = (): string => useContext(Zone);
