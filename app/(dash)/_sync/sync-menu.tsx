import { ChevronDown, Play } from "lucide-react";
import { JSON_MODE_WARNING } from "#lib/sync/mode-words";
import { ActionForm, LinkButton } from "#ui/button";
import { Menu, menuItem } from "#ui/menu";
import { syncActions } from "./sync-paths.ts";

const wholeModes = [
  { mode: "full-update", title: "Full update as one stream", warning: null },
  { mode: "json", title: "Full update, JSON mode", warning: JSON_MODE_WARNING },
];

/** Starts a full sync, or a sync of one kind, as native forms. Fields scope it, e.g. to one Proxmox endpoint. */
export function SyncMenu({ fields = {} }: { fields?: Record<string, string> }) {
  const scope = fields.proxmox_endpoint_ids;
  return (
    <>
      <LinkButton href={scope ? `/preview?proxmox_endpoint_id=${scope}` : "/preview"}>Preview</LinkButton>
      <div className="main-action order-last">
        <ActionForm action="/sync/full-update" syncUrl="/sync/full-update" kind="primary" fields={fields}>
          <Play size={14} aria-hidden />
          Run Sync Now
        </ActionForm>
      </div>
      <Menu
        name="Sync one kind"
        label={
          <>
            Sync one kind <ChevronDown size={14} aria-hidden />
          </>
        }
      >
        {syncActions.map((action) => (
          <form key={action.href} method="post" action={action.href} data-sync-url={action.href}>
            {Object.entries(fields).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <button type="submit" className={menuItem}>
              {action.title}
            </button>
          </form>
        ))}
        <p className="border-t border-line px-2.5 pb-1 pt-2 text-xs font-semibold text-muted">
          Everything in one request
        </p>
        {wholeModes.map(({ mode, title, warning }) => (
          <form key={mode} method="post" action="/sync/full-update" data-sync-url="/sync/full-update">
            {Object.entries({ ...fields, mode }).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <button type="submit" className={menuItem}>
              <span>
                {title}
                {warning && <span className="block max-w-56 whitespace-normal text-xs text-warn">{warning}</span>}
              </span>
            </button>
          </form>
        ))}
      </Menu>
    </>
  );
}
