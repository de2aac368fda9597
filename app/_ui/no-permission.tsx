import { setPageStatus } from "#lib/http/page-status";
import { LinkButton } from "#ui/button";
import { PageHeader } from "#ui/page-header";
import { Empty, Panel } from "#ui/panel";

/** A page that this role may not use says which role could, and where to go instead. */
export function NoPermission(props: { title: string; needed: string; backHref: string; backLabel: string }) {
  setPageStatus(403);
  return (
    <>
      <PageHeader
        title={props.title}
        crumbs={[{ label: props.backLabel, href: props.backHref }, { label: props.title }]}
      />
      <Panel>
        <Empty title={`This needs the role ${props.needed}`}>
          <p className="mb-3">Ask an administrator to do it, or to change your role.</p>
          <LinkButton href={props.backHref}>Back to {props.backLabel}</LinkButton>
        </Empty>
      </Panel>
    </>
  );
}
