import type { PublicEndpoint } from "#lib/endpoints/schema";
import { LinkButton } from "#ui/button";
import { Panel } from "#ui/panel";

/** Whoever has the plugin in use already need not type its endpoints again. */
export function ImportHint({ netbox }: { netbox: PublicEndpoint | null }) {
  return (
    <Panel title="Is the NetBox plugin set up already?">
      <div className="grid gap-2 px-3.5 py-3">
        <p>
          Its endpoints can be imported: NetBox, backends and Proxmox, all but their secrets, which the plugin does not
          tell.
        </p>
        {netbox ? (
          <p>
            <LinkButton href={`/setup/import?netbox=${netbox.id}`}>{`Import from ${netbox.name}`}</LinkButton>
          </p>
        ) : (
          <p className="text-muted">Add that NetBox first: with its token the plugin is read.</p>
        )}
      </div>
    </Panel>
  );
}
