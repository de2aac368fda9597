import { z } from "zod";
import { Role } from "../auth/schema.ts";

export const TokenInput = z.strictObject({
  name: z.string().trim().min(1, "is empty").max(100),
  role: Role.default("viewer"),
  write_enabled: z.boolean().default(true),
  expires_at: z.iso.datetime({ offset: true }).nullable().default(null),
  allowed_addresses: z
    .array(z.string().regex(/^[0-9a-fA-F.:]+(\/\d{1,3})?$/, "is not an address or CIDR"))
    .max(50)
    .nullable()
    .default(null),
});
export type TokenInput = z.infer<typeof TokenInput>;

export type PublicToken = {
  id: number;
  name: string;
  user_id: number;
  public_id: string;
  role: Role;
  write_enabled: boolean;
  expires_at: string | null;
  allowed_addresses: string[] | null;
  last_used_at: string | null;
  created_at: string;
  url: string;
  display_url: string;
};

/** Carries a new token from the native form to the page that shows it once. */
export const ISSUED_COOKIE = "issued";
