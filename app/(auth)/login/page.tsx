import { redirect } from "next/navigation";
import { pageVisitor } from "#lib/auth/page-ctx";
import { hasSso } from "#lib/auth/sso-provider";
import { localPath } from "#lib/http/request-facts";
import { runtime } from "#lib/runtime";
import { hasUsers } from "#lib/users/create-first-admin";
import { Button, LinkButton } from "#ui/button";
import { SecretField, TextField } from "#ui/field";
import { Banner } from "#ui/panel";
import { readFormState } from "../../_shell/form-state.ts";
import { AuthFrame } from "../auth-frame.tsx";

export const metadata = { title: "Sign in" };

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const next = localPath((await searchParams).next);
  if ((await pageVisitor()).actor) redirect(next);
  if (!(await hasUsers(runtime().db))) redirect("/setup");
  const state = await readFormState("/login");
  return (
    <AuthFrame title="Sign in">
      {state && <Banner tone="bad">{state.message}</Banner>}
      <form method="post" action="/login">
        <input type="hidden" name="next" value={next} />
        <TextField
          label="Username"
          name="username"
          autoComplete="username"
          autoFocus
          required
          defaultValue={firstOf(state?.values.username)}
        />
        <SecretField label="Password" name="password" autoComplete="current-password" required stored={false} />
        <Button kind="primary" className="mt-1 min-h-8 w-full">
          Sign in
        </Button>
      </form>
      {hasSso(runtime().env) && (
        <p className="mt-4 border-t border-line pt-4">
          <LinkButton href={`/api/session/sso?next=${encodeURIComponent(next)}`} className="min-h-8 w-full">
            Sign in with single sign-on
          </LinkButton>
        </p>
      )}
    </AuthFrame>
  );
}

const firstOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
