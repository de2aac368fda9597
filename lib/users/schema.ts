import { z } from "zod";
import { Role } from "../auth/schema.ts";

export const Username = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(150)
  .regex(/^[\w.@+-]+$/u, "may hold letters, digits and . @ + - _");

export const UserInput = z.strictObject({
  username: Username,
  password: z.string().min(1, "is empty"),
  role: Role.default("viewer"),
  enabled: z.boolean().default(true),
});
export type UserInput = z.infer<typeof UserInput>;

export type PublicUser = {
  id: number;
  username: string;
  role: Role;
  enabled: boolean;
  last_sign_in_at: string | null;
  created_at: string;
};
