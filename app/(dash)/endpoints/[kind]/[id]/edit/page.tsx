import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { kindTitles } from "#lib/endpoints/schema";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { endpointOfPath } from "../../../_forms/choices.ts";
import { EndpointForm } from "../../../_forms/endpoint-form.tsx";
import { MissingEndpoint } from "../../../_forms/missing-kind.tsx";

type Props = { params: Promise<{ kind: string; id: string }> };

export const metadata: Metadata = { title: "Edit endpoint" };

export default async function EditEndpointPage({ params }: Props) {
  const path = await params;
  const { ctx, actor } = await pageCtx();
  const found = await endpointOfPath(ctx, path);
  if (!found) return <MissingEndpoint path={path} />;
  const { kind, endpoint } = found;
  const href = `/endpoints/${kind}/${endpoint.id}`;
  if (!can(actor, "endpoints:write")) {
    return <NoPermission title={`Edit ${endpoint.name}`} needed="admin" backHref={href} backLabel={endpoint.name} />;
  }
  return (
    <>
      <PageHeader
        title={`Edit ${endpoint.name}`}
        crumbs={[
          { label: kindTitles[kind].many, href: `/endpoints/${kind}` },
          { label: endpoint.name, href },
          { label: "Edit" },
        ]}
      />
      <EndpointForm ctx={ctx} kind={kind} endpoint={endpoint} />
    </>
  );
}
