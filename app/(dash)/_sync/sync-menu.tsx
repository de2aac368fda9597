import { ChevronDown, Play } from "lucide-react";
import { ActionForm } from "#ui/button";
import { Menu, menuItem } from "#ui/menu";
import { syncActions } from "./sync-paths.ts";

/** Starts a full sync, or a sync of one kind, as native forms. Fields scope it, e.g. to one Proxmox endpoint. */
export function SyncMenu({ fields = {} }: { fields?: Record<string, string> }) {
  return (
    <>
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
      </Menu>
      <ActionForm action="/sync/full-update" syncUrl="/sync/full-update" kind="primary" fields={fields}>
        <Play size={14} aria-hidden />
        Run Sync Now
      </ActionForm>
    </>
  );
}
