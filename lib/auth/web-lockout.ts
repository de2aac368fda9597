import { runtime } from "../runtime.ts";
import { singleton } from "../singleton.ts";
import { type Lockout, openLockout } from "./lockout.ts";

/** The sign-in counters of the web process. */
export const webLockout = (): Lockout => singleton("sign-in.lockout", () => openLockout(runtime().pool));
