import { ChevronDown } from "lucide-react";
import { ActionForm, Button, LinkButton } from "#ui/button";
import { CopyButton } from "#ui/copy-button";
import { CheckboxField, SecretField, SelectField, TextField } from "#ui/field";
import { FilterBar } from "#ui/filter-bar";
import { Menu, menuItem } from "#ui/menu";
import { Panel } from "#ui/panel";
import { Tabs } from "#ui/tabs";

const here = "/debug/ui";

/** Buttons, links, menus and tabs, also where they cannot act. */
export function Actions() {
  return (
    <Panel title="Actions">
      <div className="flex flex-wrap items-center gap-2 px-3.5 py-3">
        <Button type="button">Plain</Button>
        <Button type="button" kind="primary">
          Primary
        </Button>
        <Button type="button" kind="danger">
          Danger
        </Button>
        <Button type="button" disabled title="It cannot act, and says why">
          Disabled
        </Button>
        <LinkButton href={here}>Link</LinkButton>
        <ActionForm action={here} disabled>
          A form of one button
        </ActionForm>
        <CopyButton text="copied" label="Copy" />
        <Menu
          name="A menu"
          align="left"
          label={
            <>
              Menu <ChevronDown size={14} aria-hidden />
            </>
          }
        >
          <a href={here} className={menuItem}>
            An entry
          </a>
        </Menu>
      </div>
      <div className="border-t border-line px-2 py-1.5">
        <Tabs
          label="Tabs"
          tabs={[
            { href: `${here}?tab=1`, label: "Chosen", isOn: true },
            { href: `${here}?tab=2`, label: "With a count", count: 12, isOn: false },
            { href: `${here}?tab=3`, label: "Another", isOn: false },
          ]}
        />
      </div>
      <FilterBar
        action={here}
        clearHref={here}
        fields={[
          { kind: "text", name: "filter_text", label: "Name contains", value: "pve" },
          { kind: "choice", name: "filter_choice", label: "Status", value: "", options: [["a", "Running"]] },
          { kind: "datetime-local", name: "filter_time", label: "From (UTC)", value: undefined },
        ]}
      />
    </Panel>
  );
}

/** Fields, empty, filled and refused. */
export function Fields() {
  return (
    <Panel title="Fields">
      <div className="grid gap-x-4 px-3.5 py-3 sm:grid-cols-2">
        <TextField label="Text" name="ui_text" hint="What it is for." />
        <TextField
          label="Refused"
          name="ui_refused"
          defaultValue="10.0.0.300"
          errors={["is no address; write one like 10.0.0.30"]}
        />
        <SecretField label="Secret that is stored" name="ui_secret" stored />
        <SelectField label="Choice" name="ui_choice" options={[["one", "The first"]]} />
        <CheckboxField label="Switch" name="ui_switch" defaultChecked hint="On." />
        <TextField label="Disabled" name="ui_disabled" defaultValue="fixed" disabled />
      </div>
    </Panel>
  );
}
