import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { readFormState } from "../../../../_shell/form-state.ts";
import { UserForm } from "../user-form.tsx";

export const metadata: Metadata = { title: "Add user" };

export default async function NewUserPage() {
  const { actor } = await pageCtx();
  if (!can(actor, "users:manage"))
    return <NoPermission title="Add user" needed="admin" backHref="/settings" backLabel="Settings" />;
  return (
    <>
      <PageHeader title="Add user" crumbs={[{ label: "Users", href: "/settings/users" }, { label: "New" }]} />
      <UserForm user={null} state={await readFormState("/api/users")} />
    </>
  );
}
