import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { getUser } from "#lib/users/get";
import { DeleteMenu } from "#ui/delete-menu";
import { Missing } from "#ui/missing";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { readFormState } from "../../../../_shell/form-state.ts";
import { foundOrNull } from "../../../_inventory/found.ts";
import { readId } from "../../../endpoints/_forms/choices.ts";
import { UserForm } from "../user-form.tsx";

export const metadata: Metadata = { title: "User" };

type Props = { params: Promise<{ id: string }> };

export default async function UserPage({ params }: Props) {
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "users:manage"))
    return <NoPermission title="User" needed="admin" backHref="/settings" backLabel="Settings" />;
  const { id: text } = await params;
  const id = readId(text) ?? 0;
  const [user, state] = await Promise.all([foundOrNull(getUser(ctx, id)), readFormState(`/api/users/${id}`)]);
  if (!user) return <Missing what={`user ${text}`} backHref="/settings/users" backLabel="Users" />;
  return (
    <>
      <PageHeader
        title={user.username}
        crumbs={[{ label: "Users", href: "/settings/users" }, { label: user.username }]}
      >
        {user.id !== actor.userId && <DeleteMenu action={`/api/users/${id}`} what={`Delete user ${user.username}`} />}
      </PageHeader>
      <UserForm user={user} state={state} />
    </>
  );
}
