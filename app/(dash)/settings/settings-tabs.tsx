import { can, type Permission } from "#lib/auth/permissions";
import type { Actor } from "#lib/auth/schema";
import { Tabs } from "#ui/tabs";

const tabs: [href: string, label: string, permission: Permission][] = [
  ["/settings", "General", "settings:read"],
  ["/settings/account", "Account", "profile:own"],
  ["/settings/sessions", "Sessions", "sessions:own"],
  ["/settings/tokens", "API tokens", "tokens:own"],
  ["/settings/users", "Users", "users:manage"],
  ["/settings/webhooks", "Webhooks", "webhooks:manage"],
  ["/settings/config", "Configuration", "config:manage"],
  ["/settings/secrets", "Secrets", "secrets:rotate"],
  ["/settings/audit", "Audit log", "audit:read"],
];

/** The rooms of the settings that this actor may enter. */
export function SettingsTabs({ actor, on }: { actor: Actor; on: string }) {
  const open = tabs.filter(([, , permission]) => can(actor, permission));
  return (
    <div className="mb-4">
      <Tabs label="Settings" tabs={open.map(([href, label]) => ({ href, label, isOn: href === on }))} />
    </div>
  );
}
