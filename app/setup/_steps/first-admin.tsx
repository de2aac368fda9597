import { Button } from "#ui/button";
import { SecretField, TextField } from "#ui/field";
import { Banner } from "#ui/panel";
import { readFormState } from "../../_shell/form-state.ts";
import { AuthFrame } from "../../(auth)/auth-frame.tsx";

/** Before anything else: the first administrator, by the one-time code that the start printed. */
export async function FirstAdmin({ code }: { code: string }) {
  const state = await readFormState("/setup");
  const username = state?.values.username;
  return (
    <AuthFrame title="Set up this console">
      <p className="mb-4 text-muted">
        Create the first administrator. The one-time code is in the link that the console printed when it started.
      </p>
      {state && <Banner tone="bad">{state.message}</Banner>}
      <form method="post" action="/setup">
        <input type="hidden" name="next" value="/setup" />
        <TextField
          label="Set-up code"
          name="code"
          required
          defaultValue={code}
          autoComplete="one-time-code"
          errors={state?.errors.code}
        />
        <TextField
          label="Username"
          name="username"
          required
          autoComplete="username"
          defaultValue={typeof username === "string" ? username : "admin"}
          errors={state?.errors.username}
        />
        <SecretField
          label="Password"
          name="password"
          stored={false}
          required
          autoComplete="new-password"
          hint="At least 12 characters."
          errors={state?.errors.password}
        />
        <Button kind="primary" className="mt-1 min-h-8 w-full">
          Create administrator
        </Button>
      </form>
    </AuthFrame>
  );
}
