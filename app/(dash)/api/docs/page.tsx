import type { Metadata } from "next";
import { headers } from "next/headers";
import { pageCtx } from "#lib/auth/page-ctx";
import { requestFacts } from "#lib/http/request-facts";
import { describeCalls } from "#lib/openapi/describe-calls";
import { runtime } from "#lib/runtime";
import { singleton } from "#lib/singleton";
import { LinkButton } from "#ui/button";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import document from "../../../../docs/openapi.json" with { type: "json" };
import { CallDetail } from "./call-detail.tsx";
import { CallIndex } from "./call-index.tsx";

export const metadata: Metadata = { title: "API" };

const LEAD = "Everything that a page does, a script can do. A token from Settings → Tokens lets it in.";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ApiDocsPage({ searchParams }: Props) {
  const [{ actor }, search, list] = await Promise.all([pageCtx(), searchParams, headers()]);
  const calls = singleton("api.calls", () => describeCalls(document));
  const call = calls.find(({ id }) => id === search.call);
  if (call) {
    const { origin } = requestFacts(list, runtime().env.CONSOLE_PUBLIC_URL);
    return <CallDetail call={call} role={actor.role} origin={origin} values={valuesOf(search)} />;
  }
  return (
    <>
      <PageHeader title="API" lead={LEAD} crumbs={[{ label: "Home", href: "/" }, { label: "API" }]}>
        <LinkButton href="/api/openapi.json">OpenAPI document</LinkButton>
      </PageHeader>
      {search.call !== undefined && <Banner tone="warn">There is no such call. These are all there are.</Banner>}
      <CallIndex calls={calls} />
    </>
  );
}

/** What the form of a call was filled in with, by the names of its fields. */
function valuesOf(search: Record<string, string | string[] | undefined>): Record<string, string> {
  const named = Object.entries(search).filter(([name]) => name.startsWith("value."));
  return Object.fromEntries(
    named.map(([name, value]) => [name.slice("value.".length), String([value].flat()[0] ?? "")]),
  );
}
