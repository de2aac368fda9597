import type { ConfigChange, configKinds } from "#lib/config/schema";
import { kindTitles } from "#lib/endpoints/schema";
import { Badge } from "#ui/badge";
import { asText } from "../audit/changes-of.ts";

const titles: Record<(typeof configKinds)[number], string> = {
  settings: "",
  netbox: kindTitles.netbox.one,
  backends: kindTitles.backends.one,
  proxmox: kindTitles.proxmox.one,
  schedules: "schedule",
  webhooks: "webhook",
};

/** One thing that an import makes or changes, field by field. */
export function ChangeItem({ change }: { change: ConfigChange }) {
  const { kind, name, action, note } = change;
  return (
    <li className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2">
        <Badge tone={action === "create" ? "ok" : "run"}>{action === "create" ? "New" : "Changed"}</Badge>
        <strong className="break-words">{name}</strong>
        <span className="text-muted">{titles[kind]}</span>
      </p>
      {action === "create" ? (
        <details>
          <summary className="cursor-pointer text-muted">Its fields</summary>
          <Fields change={change} />
        </details>
      ) : (
        <Fields change={change} />
      )}
      {note && <p className="text-muted">{note}</p>}
    </li>
  );
}

function Fields({ change: { action, fields } }: { change: ConfigChange }) {
  const said = Object.entries(fields).filter(([, { after }]) => action === "update" || after !== null);
  return (
    <ul className="pl-5">
      {said.map(([field, { before, after }]) => (
        <li key={field} className="break-words">
          <span className="font-medium">{field.replaceAll("_", " ")}</span>:{" "}
          {action === "update" && <span>{asText(before)} → </span>}
          {asText(after)}
        </li>
      ))}
    </ul>
  );
}
