import type { PublicEndpoint } from "#lib/endpoints/schema";
import { stages } from "#lib/sync/stages";
import { Choices } from "#ui/choices";
import { SelectField } from "#ui/field";
import { FullRow } from "#ui/form";
import type { BoundForm } from "../../_shell/bind-form.ts";

type Name = "sync_types" | "proxmox_endpoint_ids";

/** Which stages of which endpoints a sync runs: the boxes of every form that says so. */
export function ScopeChoices(props: {
  endpoints: readonly Pick<PublicEndpoint, "id" | "name">[];
  chosen: (name: Name) => string[];
  errors: Partial<Record<Name, string[]>>;
}) {
  return (
    <FullRow>
      <Choices
        label="Stages"
        name="sync_types"
        hint="None chosen means all of them."
        chosen={props.chosen("sync_types")}
        errors={props.errors.sync_types}
        options={stages.map((one) => [one.syncType, one.title])}
      />
      <Choices
        label="Proxmox endpoints"
        name="proxmox_endpoint_ids"
        hint="None chosen means every enabled one."
        chosen={props.chosen("proxmox_endpoint_ids")}
        errors={props.errors.proxmox_endpoint_ids}
        options={props.endpoints.map((endpoint) => [String(endpoint.id), endpoint.name])}
      />
    </FullRow>
  );
}

export const ModeField = ({ form }: { form: BoundForm }) => (
  <SelectField
    label="Mode"
    {...form.text("mode", "stages")}
    options={[
      ["stages", "Stage by stage"],
      ["full-update", "One stream"],
      ["json", "One request"],
    ]}
  />
);
