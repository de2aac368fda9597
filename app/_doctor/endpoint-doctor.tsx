import { can } from "#lib/auth/permissions";
import type { Ctx } from "#lib/ctx";
import { lastReport } from "#lib/doctor/get";
import { layerSteps } from "#lib/doctor/layer-outcome";
import { type Finding, findingsOf } from "#lib/doctor/schema";
import type { EndpointKind, PublicEndpoint } from "#lib/endpoints/schema";
import { Badge } from "#ui/badge";
import { BusyForm } from "#ui/busy-form";
import { LinkButton } from "#ui/button";
import { Moment } from "#ui/moment";
import { Empty, Panel } from "#ui/panel";
import { FindingList } from "./finding-list.tsx";
import { reportBadge } from "./report-words.ts";

type Props = { ctx: Ctx; kind: EndpointKind; endpoint: PublicEndpoint };

/** What the doctor found about one endpoint when it ran last. Layers that are fine are told by the check beside it. */
export async function EndpointDoctor({ ctx, kind, endpoint }: Props) {
  const report = await lastReport(ctx);
  const all = report ? findingsOf(report, kind, endpoint.id) : [];
  const findings = all.filter((finding) => !isFineLayer(finding));
  const page = `/endpoints/${kind}/${endpoint.id}`;
  const { tone, word } = reportBadge(all);
  return (
    <Panel title="Doctor" aside={all.length > 0 ? <Badge tone={tone}>{word}</Badge> : null}>
      {findings.length > 0 ? (
        <FindingList findings={findings} mayMend={can(ctx.actor, "endpoints:push")} next={page} />
      ) : (
        <Empty
          title={
            endpoint.enabled ? "The doctor has not looked at it yet" : "The doctor looks at enabled endpoints only"
          }
        >
          {endpoint.enabled && "It asks the endpoint step by step, and says what to do about what fails."}
        </Empty>
      )}
      <div className="flex flex-wrap items-center gap-3 border-t border-line px-3.5 py-2 text-xs text-muted">
        {can(ctx.actor, "doctor:run") && (
          <BusyForm action="/api/doctor" fields={{ next: page }} busy="Checking everything…">
            Run the doctor
          </BusyForm>
        )}
        {kind === "netbox" && can(ctx.actor, "endpoints:write") && (
          <LinkButton href={`/setup/import?netbox=${endpoint.id}`}>Import from its plugin</LinkButton>
        )}
        {report && all.length > 0 && (
          <span>
            Ran <Moment at={report.ran_at} now={new Date()} />
          </span>
        )}
      </div>
    </Panel>
  );
}

const isFineLayer = ({ id, status }: Finding): boolean =>
  status === "ok" && [...layerSteps, "open", "primary"].some((step) => id.endsWith(`/${step}`));
