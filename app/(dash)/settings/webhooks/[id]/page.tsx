import type { Metadata } from "next";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import { getWebhook, listDeliveries } from "#lib/webhooks/list";
import { type PublicDelivery, wordsOfDelivery } from "#lib/webhooks/schema";
import { Badge, type Tone } from "#ui/badge";
import { ActionForm } from "#ui/button";
import { DeleteMenu } from "#ui/delete-menu";
import { Missing } from "#ui/missing";
import { Moment } from "#ui/moment";
import { NoPermission } from "#ui/no-permission";
import { PageHeader } from "#ui/page-header";
import { Banner, Empty, Panel } from "#ui/panel";
import { type Column, Table } from "#ui/table";
import { readFormState } from "../../../../_shell/form-state.ts";
import { foundOrNull } from "../../../_inventory/found.ts";
import { readId } from "../../../endpoints/_forms/choices.ts";
import { WebhookForm } from "../webhook-form.tsx";

export const metadata: Metadata = { title: "Webhook" };

const SHOWN = 50;

export default async function WebhookPage({ params }: { params: Promise<{ id: string }> }) {
  const { ctx, actor } = await pageCtx();
  if (!can(actor, "webhooks:manage"))
    return <NoPermission title="Webhook" needed="admin" backHref="/settings" backLabel="Settings" />;
  const { id: text } = await params;
  const id = readId(text) ?? 0;
  const webhook = await foundOrNull(getWebhook(ctx, id));
  if (!webhook) return <Missing what={`webhook ${text}`} backHref="/settings/webhooks" backLabel="Webhooks" />;
  const [deliveries, state, refused] = await Promise.all([
    listDeliveries(ctx, id, { limit: SHOWN, offset: 0 }),
    readFormState(`/api/webhooks/${id}`),
    readFormState(`/api/webhooks/${id}/test`),
  ]);
  return (
    <>
      <PageHeader
        title={webhook.name}
        crumbs={[{ label: "Webhooks", href: "/settings/webhooks" }, { label: webhook.name }]}
      >
        <ActionForm action={`/api/webhooks/${id}/test`}>Send a test</ActionForm>
        <DeleteMenu action={`/api/webhooks/${id}`} what={`Delete webhook ${webhook.name}`} />
      </PageHeader>
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <Panel title="Deliveries" className="mb-4">
        {deliveries.count === 0 ? (
          <Empty title="Nothing was sent yet">Send a test to see whether the receiver answers.</Empty>
        ) : (
          <Table
            caption="Deliveries, newest first"
            columns={columns(new Date())}
            rows={deliveries.results}
            rowKey={(row) => row.id}
          />
        )}
      </Panel>
      <WebhookForm webhook={webhook} state={state} />
    </>
  );
}

/** What has no answer yet is under way, or waits for a worker. */
const stateOf = ({ status, error, attempts }: PublicDelivery): { tone: Tone; word: string } => {
  if (status !== "pending" || error !== null) return states[status];
  return { tone: attempts > 0 ? "run" : "idle", word: attempts > 0 ? "Being sent" : "Waiting" };
};

const states = {
  pending: { tone: "warn", word: "Will be tried again" },
  delivered: { tone: "ok", word: "Delivered" },
  failed: { tone: "bad", word: "Given up" },
} as const;

const columns = (now: Date): Column<PublicDelivery>[] => [
  { key: "at", label: "When", cell: (row) => <Moment at={row.created_at} now={now} /> },
  { key: "event", label: "Event", cell: (row) => wordsOfDelivery(row.event) },
  {
    key: "state",
    label: "State",
    cell: (row) => {
      const { tone, word } = stateOf(row);
      return <Badge tone={tone}>{word}</Badge>;
    },
  },
  { key: "tries", label: "Tries", numeric: true, wide: true, cell: (row) => row.attempts },
  {
    key: "answer",
    label: "Answer",
    cell: (row) => <span className="block min-w-40 whitespace-normal break-words">{answerOf(row)}</span>,
  },
  { key: "next", label: "Next try", wide: true, cell: (row) => <Moment at={row.next_try_at} now={now} /> },
];

const answerOf = ({ error, http_status: status }: PublicDelivery): string =>
  error ?? (status === null ? "–" : `HTTP ${status}`);
