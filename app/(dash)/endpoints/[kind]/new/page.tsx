import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { kindTitles } from "#lib/endpoints/schema";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { readKind } from "../../_forms/choices.ts";
import { EndpointForm } from "../../_forms/endpoint-form.tsx";
import { MissingKind } from "../../_forms/missing-kind.tsx";

type Props = { params: Promise<{ kind: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const kind = readKind((await params).kind);
  return { title: kind ? `New ${kindTitles[kind].one}` : "Endpoints" };
}

export default async function NewEndpointPage({ params }: Props) {
  const kind = readKind((await params).kind);
  const { ctx, actor } = await pageCtx();
  if (!kind) return <MissingKind />;
  const { one, many } = kindTitles[kind];
  const title = `New ${one}`;
  if (!can(actor, "endpoints:write")) {
    return <NoPermission title={title} needed="admin" backHref={`/endpoints/${kind}`} backLabel={many} />;
  }
  return (
    <>
      <PageHeader title={title} crumbs={[{ label: many, href: `/endpoints/${kind}` }, { label: "New" }]} />
      <EndpointForm ctx={ctx} kind={kind} endpoint={null} />
    </>
  );
}
