import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { kindTitles } from "#lib/endpoints/schema";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { readKind } from "../../_forms/choices.ts";
import { EndpointForm } from "../../_forms/endpoint-form.tsx";

type Props = { params: Promise<{ kind: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `New ${kindTitles[readKind((await params).kind)].one}` };
}

export default async function NewEndpointPage({ params }: Props) {
  const kind = readKind((await params).kind);
  const { ctx, actor } = await pageCtx();
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
