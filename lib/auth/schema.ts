import { z } from "zod";

/** Ordered: each role may do what the ones before it may. */
export const roles = ["viewer", "operator", "admin"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export type UserActor = {
  kind: "user";
  userId: number;
  username: string;
  role: Role;
  /** Set when a browser session acts. */
  sessionId?: number;
  /** Set when an API token acts; its role is already the lower of the token's and the user's. */
  tokenId?: number;
  /** False for read-only tokens. */
  writeEnabled?: boolean;
  /** When the password of this session was last entered: pushing credentials asks for a recent one. */
  reauthenticatedAt?: Date | null;
  /** The zone in which the user wants times; null: that of the console. */
  timeZone?: string | null;
  /** Client address after `TRUSTED_PROXIES`, for the audit log. */
  address?: string;
};

export type SystemActor = { kind: "system"; name: string };

/** Who acts. */
export type Actor = UserActor | SystemActor;

/** How an actor is called in what people read. */
export const actorName = (actor: Actor): string => (actor.kind === "user" ? actor.username : actor.name);

export const systemActor = (name: string): SystemActor => ({ kind: "system", name });
