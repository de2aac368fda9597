import { runtime } from "../runtime.ts";
import { singleton } from "../singleton.ts";
import { type Feed, openFeed } from "./feed.ts";

/** The feed of the web process, opened with its first reader. */
export const webFeed = (): Feed => singleton("feed", () => openFeed(runtime()));
