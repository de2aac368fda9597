import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { roleAtLeast } from "#lib/auth/permissions";
import { roles } from "#lib/auth/schema";
import { EditForm } from "#ui/form";
import { PageHeader } from "#ui/page-header";
import { readFormState } from "../../../../_shell/form-state.ts";
import { TokenFields } from "../token-fields.tsx";

export const metadata: Metadata = { title: "New API token" };

export default async function NewTokenPage() {
  const { actor } = await pageCtx();
  const state = await readFormState("/api/tokens");
  return (
    <>
      <PageHeader
        title="New API token"
        crumbs={[{ label: "API tokens", href: "/settings/tokens" }, { label: "New" }]}
      />
      <EditForm action="/api/tokens" refusal={state} submit="Create token" cancelHref="/settings/tokens">
        <TokenFields token={null} state={state} roles={roles.filter((role) => roleAtLeast(actor.role, role))} />
      </EditForm>
    </>
  );
}
