import { cookies } from "next/headers";
import { z } from "zod";
import { FORM_COOKIE } from "#lib/http/cookies";

const FormState = z.object({
  action: z.string(),
  message: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  errors: z.record(z.string(), z.array(z.string())).default({}),
});
export type FormState = z.infer<typeof FormState>;

/** What was refused of the form posting to `action`: kept values and messages at their fields. Null when nothing was. */
export async function readFormState(action: string | RegExp): Promise<FormState | null> {
  const state = parseFormState((await cookies()).get(FORM_COOKIE)?.value);
  if (!state) return null;
  return (typeof action === "string" ? state.action === action : action.test(state.action)) ? state : null;
}

/** base64url of JSON → state; null for anything else. */
export function parseFormState(value: string | undefined): FormState | null {
  if (!value) return null;
  try {
    return FormState.parse(JSON.parse(Buffer.from(value, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}
