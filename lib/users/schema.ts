import { z } from "zod";
import { Role } from "../auth/schema.ts";

export const Username = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(150)
  .regex(/^[\w.@+-]+$/u, "may hold letters, digits and . @ + - _");

/** A checkbox of a native form sends text; a hidden "false" before it, so the last value counts. */
const formBoolean = z.preprocess((value) => {
  const last = Array.isArray(value) ? value.at(-1) : value;
  if (last === "true" || last === "1") return true;
  return last === "false" || last === "0" ? false : last;
}, z.boolean());

export const UserInput = z.strictObject({
  username: Username,
  password: z.string().min(1, "is empty"),
  role: Role.default("viewer"),
  enabled: formBoolean.default(true),
});
export type UserInput = z.infer<typeof UserInput>;

/** A change of a user: what is not named stays, an empty password too. */
export const UserPatch = z.strictObject({
  username: Username.optional(),
  password: z.string().optional(),
  role: Role.optional(),
  enabled: formBoolean.optional(),
});
export type UserPatch = z.infer<typeof UserPatch>;

/** A user as others may see it. */
export const PublicUser = z
  .object({
    id: z.number(),
    username: z.string(),
    role: Role,
    enabled: z.boolean(),
    last_sign_in_at: z.string().nullable(),
    created_at: z.string(),
    url: z.string(),
    display_url: z.string(),
  })
  .meta({ id: "User" });
export type PublicUser = z.infer<typeof PublicUser>;
