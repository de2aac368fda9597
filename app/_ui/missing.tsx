import { setPageStatus } from "#lib/http/page-status";
import { LinkButton } from "#ui/button";
import { PageHeader } from "#ui/page-header";
import { Empty, Panel } from "#ui/panel";

/** A page about something that is not there, within the frame and with the status that says so. */
export function Missing(props: { what: string; backHref: string; backLabel: string }) {
  setPageStatus(404);
  return (
    <>
      <PageHeader
        title={`There is no ${props.what}`}
        crumbs={[{ label: props.backLabel, href: props.backHref }, { label: "Not found" }]}
      />
      <Panel>
        <Empty title="Nothing is here">
          <p className="mb-3">The address may be mistyped, or it was deleted.</p>
          <LinkButton href={props.backHref}>Back to {props.backLabel}</LinkButton>
        </Empty>
      </Panel>
    </>
  );
}
