import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { isAppError } from "#lib/errors";
import { IdParams } from "#lib/http/query";
import { getUser } from "#lib/users/get";
import { ActionForm } from "#ui/button";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { readFormState } from "../../../../_shell/form-state.ts";
import { UserForm } from "../user-form.tsx";

export const metadata: Metadata = { title: "User" };

type Props = { params: Promise<{ id: string }> };

export default async function UserPage({ params }: Props) {
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "users:manage"))
    return <NoPermission title="User" needed="admin" backHref="/settings" backLabel="Settings" />;
  const parsed = IdParams.safeParse(await params);
  if (!parsed.success) notFound();
  const { id } = parsed.data;
  const [user, state] = await Promise.all([getUser(ctx, id).catch(orNotFound), readFormState(`/api/users/${id}`)]);
  return (
    <>
      <PageHeader
        title={user.username}
        crumbs={[{ label: "Users", href: "/settings/users" }, { label: user.username }]}
      >
        {user.id !== actor.userId && (
          <ActionForm action={`/api/users/${id}`} kind="danger" fields={{ _method: "DELETE" }}>
            Delete
          </ActionForm>
        )}
      </PageHeader>
      <UserForm user={user} state={state} />
    </>
  );
}

function orNotFound(error: unknown): never {
  if (isAppError(error, "not_found")) notFound();
  throw error;
}
