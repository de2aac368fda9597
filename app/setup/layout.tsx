import type { ReactNode } from "react";
import { runtime } from "#lib/runtime";
import { hasUsers } from "#lib/users/create-first-admin";
import DashLayout from "../(dash)/layout.tsx";

/** Before there is anybody, the set-up has a frame of its own; afterwards it is a page like any other. */
export default async function SetupLayout({ children }: { children: ReactNode }) {
  return (await hasUsers(runtime().db)) ? <DashLayout>{children}</DashLayout> : children;
}
