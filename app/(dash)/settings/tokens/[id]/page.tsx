import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { getToken } from "#lib/tokens/list";
import { DeleteMenu } from "#ui/delete-menu";
import { EditForm } from "#ui/form";
import { Missing } from "#ui/missing";
import { PageHeader } from "#ui/page-header";
import { readFormState } from "../../../../_shell/form-state.ts";
import { foundOrNull } from "../../../_inventory/found.ts";
import { readId } from "../../../endpoints/_forms/choices.ts";
import { TokenFields } from "../token-fields.tsx";

export const metadata: Metadata = { title: "API token" };

export default async function TokenPage({ params }: { params: Promise<{ id: string }> }) {
  const { ctx } = await pageCtx();
  const { id: text } = await params;
  const token = await foundOrNull(getToken(ctx, readId(text) ?? 0));
  if (!token) return <Missing what={`API token ${text}`} backHref="/settings/tokens" backLabel="API tokens" />;
  const action = `/api/tokens/${token.id}`;
  const state = await readFormState(action);
  return (
    <>
      <PageHeader
        title={token.name}
        lead={`A token of the role ${token.role}. Its secret was shown once and is kept by nobody here.`}
        crumbs={[{ label: "API tokens", href: "/settings/tokens" }, { label: token.name }]}
      >
        <DeleteMenu action={action} what={`Revoke token ${token.name}`} verb="Revoke" />
      </PageHeader>
      <EditForm action={action} method="PATCH" refusal={state} submit="Save" cancelHref="/settings/tokens">
        <TokenFields token={token} state={state} roles={[]} />
      </EditForm>
    </>
  );
}
