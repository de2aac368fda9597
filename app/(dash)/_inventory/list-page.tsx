import type { z } from "zod";
import { pageCtx } from "#lib/auth/page-ctx";
import { can } from "#lib/auth/permissions";
import type { Ctx } from "#lib/ctx";
import type { InventoryPage } from "#lib/inventory/list-query";
import { readsOf } from "#lib/inventory/reads";
import type { ObjectNoun } from "#lib/sync/object-ways";
import { PageHeader } from "#ui/page-header";
import { Banner } from "#ui/panel";
import { readFormState } from "../../_shell/form-state.ts";
import { AsOf } from "./as-of.tsx";
import { clusterChoice, endpointChoice } from "./choices.ts";
import { chosenColumns, type ListColumn } from "./columns.ts";
import { type Choice, missingChoice } from "./list-filters.tsx";
import { ListFrame } from "./list-frame.tsx";
import { type ListSearch, readListSearch, type SearchParams } from "./list-search.ts";
import { syncScope } from "./sync-scope.ts";

type Query = { limit: number; offset: number; ordering: string };

/** One list of the inventory: what it lists, and how. Filters, columns, selection and pages come with it. */
export type ListDefinition<Q extends Query, Row> = {
  path: string;
  noun: ObjectNoun;
  title: string;
  lead: string;
  schema: z.ZodType<Q> & { shape: Record<string, z.ZodType> };
  list: (ctx: Ctx, query: Q) => Promise<InventoryPage<Row>>;
  /** Filters of its own; cluster, endpoint and whether it was seen are everybody's. */
  choices: Choice[];
  columns: (search: ListSearch<Q>, now: Date) => ListColumn<Row>[];
};

type Listed = { id: number; name: string; missing: boolean };

export async function ListPage<Q extends Query, Row extends Listed>(props: {
  of: ListDefinition<Q, Row>;
  searchParams: Promise<SearchParams>;
}) {
  const { of } = props;
  const search = readListSearch(of.path, of.schema, await props.searchParams);
  const { ctx, actor } = await pageCtx();
  const action = `/api/sync/${of.noun}`;
  const [page, clusters, endpoints, reads, refused] = await Promise.all([
    of.list(ctx, search.query),
    of.noun === "cluster" ? null : clusterChoice(ctx),
    endpointChoice(ctx),
    readsOf(ctx.db),
    readFormState(action),
  ]);
  const now = new Date();
  const columns = of.columns(search, now);
  return (
    <>
      <PageHeader title={of.title} lead={of.lead} />
      {refused && <Banner tone="bad">{refused.message}</Banner>}
      <ListFrame
        caption={of.title}
        search={search}
        choices={[...of.choices, ...(clusters ? [clusters] : []), endpoints, missingChoice]}
        columns={columns}
        shown={await chosenColumns(search, columns)}
        page={page}
        selectFor={can(actor, "jobs:create") ? action : null}
        selectNote={of.noun === "vm" ? undefined : syncScope[of.noun]}
        asOf={<AsOf reads={reads} names={namesOf(endpoints)} now={now} />}
      />
    </>
  );
}

const namesOf = ({ options }: Choice): Map<number, string> => new Map(options.map(([id, name]) => [Number(id), name]));
