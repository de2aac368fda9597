import { z } from "zod";
import { Role } from "../auth/schema.ts";
import { MomentInput } from "../format/moment-input.ts";
import { isRange } from "../net/is-range.ts";

const name = z.string().trim().min(1, "is empty").max(100);
const allowedAddresses = z
  .array(z.string().refine(isRange, "is no address and no range such as 10.0.0.0/8"))
  .max(50)
  .nullable();

export const TokenInput = z.strictObject({
  name,
  role: Role.default("viewer"),
  write_enabled: z.boolean().default(true),
  expires_at: MomentInput.nullable().default(null),
  allowed_addresses: allowedAddresses.default(null),
});
export type TokenInput = z.infer<typeof TokenInput>;

/** A change: what is not named stays. The role is for good; a token of another role is another token. */
export const TokenPatch = z.strictObject({
  name: name.optional(),
  write_enabled: z.boolean().optional(),
  expires_at: MomentInput.nullable().optional(),
  allowed_addresses: allowedAddresses.optional(),
});

/** A token without its secret. */
export const PublicToken = z
  .object({
    id: z.number(),
    name: z.string(),
    user_id: z.number(),
    public_id: z.string(),
    role: Role,
    write_enabled: z.boolean(),
    expires_at: z.string().nullable(),
    allowed_addresses: z.array(z.string()).nullable(),
    last_used_at: z.string().nullable(),
    created_at: z.string(),
    url: z.string(),
    display_url: z.string(),
  })
  .meta({ id: "Token" });
export type PublicToken = z.infer<typeof PublicToken>;

/** A token that was just made: the only answer that holds its secret. */
export const IssuedToken = z.object({ ...PublicToken.shape, token: z.string() }).meta({ id: "IssuedToken" });

/** Carries a new token from the native form to the page that shows it once. */
export const ISSUED_COOKIE = "issued";
