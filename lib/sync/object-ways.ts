/**
 * How one object of the inventory is synced with the calls that its backend has. Several routes of single objects are
 * broken in every release that was looked at; this table is all that the console knows about them. Pure.
 */
import { hasOperation, type OpenapiDocument, parametersOf } from "../backend/openapi.ts";
import { isOlderThan } from "../backend/version.ts";
import { type SyncType, stageOf, stageTitle } from "./stages.ts";

export const objectNouns = ["cluster", "node", "storage", "vm"] as const;
export type ObjectNoun = (typeof objectNouns)[number];

/** What is known of a backend: its release, and those of its calls that are asked about. Null: not read yet. */
export type KnownCalls = { version: string | null; paths: OpenapiDocument["paths"] | null };

type Single = {
  path: string;
  /** What is asked of it. */
  needs: string[];
  /** What it does instead of its work, in the releases before `LOOKED_AT_BEFORE`. */
  fault: string;
  /** The stages that do the same for a whole endpoint. */
  instead: SyncType[];
};

/** Nobody has seen what the routes below do in this release and later ones: they are not trusted with a write. */
const LOOKED_AT_BEFORE = "0.0.31";

const single = (noun: string) => `/sync/individual/${noun}`;

export const singles: Record<Exclude<ObjectNoun, "vm">, Single> = {
  cluster: {
    path: single("cluster"),
    needs: ["cluster_name"],
    fault: "answers HTTP 400 outside of NetBox's own process",
    instead: ["devices", "storage"],
  },
  node: {
    path: single("node"),
    needs: ["cluster_name", "node_name"],
    fault: "answers HTTP 500, after it wrote",
    instead: ["devices"],
  },
  storage: {
    path: single("storage"),
    needs: ["cluster_name", "storage_name"],
    fault: "answers HTTP 500, after it wrote",
    instead: ["storage"],
  },
};

/** The stages of a guest alone; each is sent the guests that it is for. */
const ofGuest: SyncType[] = ["virtual-machines", "task-history", "vm-disks", "vm-backups", "vm-snapshots"];
const CHOICE = "netbox_vm_ids";

const streamOf = (syncType: SyncType): string => `/${stageOf(syncType)?.streamPath}`;

/** Every path that the answer depends on, as a backend's description names them. */
export const wayPaths: readonly string[] = [
  ...Object.values(singles).map(({ path }) => path),
  ...[...new Set([...ofGuest, ...Object.values(singles).flatMap(({ instead }) => instead)])].map(streamOf),
];

export type Way = {
  noun: ObjectNoun;
  /** The stages that run. */
  syncTypes: SyncType[];
  /** Only this object, instead of all of its endpoint. */
  isAlone: boolean;
  why: string;
};

/** How an object is synced. A guest that NetBox does not know yet has no id there to be chosen by. */
export function wayOf(noun: ObjectNoun, calls: KnownCalls, isInNetbox = true): Way {
  if (noun === "vm") return guestWay(calls, isInNetbox);
  const { instead } = singles[noun];
  return { noun, syncTypes: instead, isAlone: false, why: singleState(noun, calls) };
}

/** Why the call for one object is not used. */
function singleState(noun: Exclude<ObjectNoun, "vm">, { version, paths }: KnownCalls): string {
  const { path, needs, fault } = singles[noun];
  if (paths && !hasOperation({ paths }, "GET", path))
    return `${release(version)} has no call that syncs one ${noun} alone.`;
  const told = paths && parametersOf({ paths }, "GET", path);
  const lost = told ? needs.filter((name) => !told.includes(name)) : [];
  if (lost.length > 0)
    return `The call of ${release(version)} for one ${noun} takes no ${lost.join(" and no ")}, which this console would send.`;
  if (version === null || isOlderThan(version, LOOKED_AT_BEFORE))
    return `The call of ${release(version)} for one ${noun} is broken: it ${fault}.`;
  return `The call for one ${noun} was broken in every release before ${LOOKED_AT_BEFORE} (it ${fault}), and that of ${version} has not been seen to work.`;
}

/** A stream that knows no choice of guests ignores it and syncs all of them, so it must not be sent one. */
function guestWay({ version, paths }: KnownCalls, isInNetbox: boolean): Way {
  const whole = { noun: "vm" as const, syncTypes: ["virtual-machines" as const], isAlone: false };
  if (!isInNetbox) return { ...whole, why: "NetBox does not know it yet, so it cannot be chosen by its id there." };
  const takesChoice = (syncType: SyncType) =>
    paths === null || (parametersOf({ paths }, "GET", streamOf(syncType))?.includes(CHOICE) ?? false);
  if (!takesChoice("virtual-machines"))
    return { ...whole, why: `${release(version)} has no stream that takes a choice of guests (${CHOICE}).` };
  const left = ofGuest.filter((syncType) => !takesChoice(syncType)).map(stageTitle);
  const why = `${release(version)} has streams that take a choice of guests (${CHOICE})`;
  return {
    noun: "vm",
    syncTypes: ofGuest.filter(takesChoice),
    isAlone: true,
    why: left.length > 0 ? `${why}, but not for ${left.join(", ")}.` : `${why}.`,
  };
}

const release = (version: string | null): string =>
  version === null ? "every release that is known" : `proxbox-api ${version}`;

/** What Sync Now runs, in words. */
export function wayInWords({ syncTypes, isAlone }: Way): string {
  const titles = syncTypes.map(stageTitle);
  const named =
    titles.length > 1 ? `the stages ${titles.slice(0, -1).join(", ")} and ${titles.at(-1)}` : `the stage ${titles[0]}`;
  return `Sync Now runs ${named} for ${isAlone ? "this one alone" : "its whole endpoint"}`;
}
