import { kindTitles } from "#lib/endpoints/schema";
import type { ImportItem, NeededSecret } from "#lib/plugin-import/schema";
import { Badge } from "#ui/badge";
import { SecretField } from "#ui/field";
import { EditForm } from "#ui/form";
import { Link } from "#ui/link";
import { Panel } from "#ui/panel";
import type { FormState } from "../../_shell/form-state.ts";

type Props = { action: string; items: ImportItem[]; state: FormState | null };

/** What will be made, what is here already, and which secrets somebody must enter. */
export function ImportForm({ action, items, state }: Props) {
  const fresh = items.filter((item) => item.state === "new");
  const others = items.filter((item) => item.state !== "new");
  return (
    <div className="grid max-w-3xl gap-4">
      {fresh.length > 0 && (
        <EditForm action={action} refusal={state} submit="Import what is chosen" cancelHref="/setup">
          <div className="mb-4 grid gap-3">
            {fresh.map((item) => (
              <FreshItem key={item.key} item={item} state={state} />
            ))}
          </div>
        </EditForm>
      )}
      {others.length > 0 && <OtherItems items={others} isAll={fresh.length === 0} />}
    </div>
  );
}

function FreshItem({ item, state }: { item: ImportItem; state: FormState | null }) {
  const kept = state?.values.rows;
  const isChosen = kept === undefined ? item.kind !== "netbox" : [kept].flat().includes(item.key);
  return (
    <fieldset className="min-w-0 rounded-lg border border-line bg-surface p-4">
      <legend className="sr-only">{item.name}</legend>
      <label className="flex flex-wrap items-baseline gap-x-2 font-semibold">
        <input type="checkbox" name="rows" value={item.key} defaultChecked={isChosen} />
        <span className="break-words">{item.name}</span>
        <span className="font-normal text-muted">
          {kindTitles[item.kind].one}, {item.address}
          {item.enabled ? "" : ", disabled"}
        </span>
      </label>
      {item.kind === "netbox" && (
        <p className="mt-1 text-muted">
          Perhaps the NetBox you read this from, under the address the backend uses; then it need not be imported.
        </p>
      )}
      <div className="mt-3 grid gap-x-4 sm:grid-cols-2">
        {item.secrets.map((secret) => (
          <NeededField key={secret.name} secret={secret} errors={state?.errors[`secret.${secret.name}`]} />
        ))}
      </div>
    </fieldset>
  );
}

function NeededField({ secret, errors }: { secret: NeededSecret; errors?: string[] }) {
  const hint = secret.required
    ? "The plugin does not tell it."
    : "The key that the plugin uses; it is tried before it is kept. Empty only if the backend has none yet.";
  return <SecretField label={secret.label} name={`secret.${secret.name}`} hint={hint} errors={errors} />;
}

function OtherItems({ items, isAll }: { items: ImportItem[]; isAll: boolean }) {
  return (
    <Panel title={isAll ? "Everything the plugin holds is here already" : "Not imported"}>
      <ul className="grid gap-2 px-3.5 py-3">
        {items.map((item) => (
          <li key={item.key} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Badge tone={item.state === "known" ? "ok" : "warn"}>
              {item.state === "known" ? "Here already" : "Not usable"}
            </Badge>
            {item.endpoint_id === null ? (
              <span>{item.name}</span>
            ) : (
              <Link href={`/endpoints/${item.kind}/${item.endpoint_id}`}>{item.name}</Link>
            )}
            <span className="text-muted">
              {kindTitles[item.kind].one}, {item.address}
            </span>
            {item.note && <span className="text-muted">{item.note}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
