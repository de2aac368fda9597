import type { EndpointKind, PublicEndpoint } from "../endpoints/schema.ts";
import { formatMoment } from "../format/moment.ts";
import type { WireCheck } from "../status/schema.ts";
import { isHeld } from "./examine.ts";
import { type LayerStep, layerOutcome, layerSteps, type Place, stepTitles } from "./layer-outcome.ts";
import type { Once } from "./round.ts";
import type { Check, Outcome } from "./run-checks.ts";
import type { Subject } from "./schema.ts";

/** An endpoint that is looked at layer by layer. */
export type Looked = { kind: EndpointKind; listed: PublicEndpoint; check: Once<WireCheck> };

export const subjectOf = (kind: EndpointKind, { id, name }: Pick<PublicEndpoint, "id" | "name">): Subject => ({
  kind,
  endpoint_id: id,
  name,
});

export const stepId = (kind: EndpointKind, id: number, step: LayerStep): string => `${kind}/${id}/${step}`;

/** From the name to the release: each layer of one endpoint, and who answers for it. */
export function layerChecks({ kind, listed, check }: Looked): Check[] {
  const place = placeOf(kind, listed);
  const subject = subjectOf(kind, listed);
  const steps = layerSteps.filter((step) => step !== "tls" || place.scheme === "https");
  const open: Check = {
    id: `${kind}/${listed.id}/open`,
    subject,
    title: "It may be asked",
    needs: [],
    run: async (signal) => openOutcome(await check(signal)),
  };
  const layers = steps.map((step, index): Check => {
    const before = steps[index - 1];
    return {
      id: stepId(kind, listed.id, step),
      subject,
      title: stepTitles[kind][step],
      needs: [before ? stepId(kind, listed.id, before) : open.id],
      run: async (signal) => {
        const found = await check(signal);
        const outcome = layerOutcome(step, found, place);
        return step === "login" ? withPause(outcome, found, listed) : outcome;
      },
    };
  });
  return [open, ...layers, fallbackCheck(subject, check)];
}

/** A lockout leaves no layer: nothing was sent. */
function openOutcome(found: WireCheck): Outcome {
  if (found.layers.length > 0 || found.authentication !== "error")
    return { status: "ok", cause: "Nothing holds this console back from asking it." };
  return {
    status: "failed",
    cause: found.detail,
    remedy: "Wait until the lock is over, or enter a key it accepts; a valid key is refused while the lock lasts.",
  };
}

function withPause(outcome: Outcome, found: WireCheck, listed: PublicEndpoint): Outcome {
  if (outcome.status !== "failed" || !isHeld(found, listed) || !found.next_check_at) return outcome;
  const until = formatMoment(new Date(found.next_check_at));
  const cause = `${outcome.cause} It is not tried again before ${until}: every try counts towards a lockout. A changed credential, or Test at its page, is tried at once.`;
  return { ...outcome, cause };
}

function fallbackCheck(subject: Subject, check: Once<WireCheck>): Check {
  const kind = subject.kind as EndpointKind; // safe because layers are only asked of endpoints
  return {
    id: `${kind}/${subject.endpoint_id}/primary`,
    subject,
    title: "The first address serves",
    needs: [stepId(kind, subject.endpoint_id ?? 0, "tcp")],
    run: async (signal) => {
      const found = await check(signal);
      if (found.served_by !== "fallback") return { status: "ok", cause: `${found.target_address} answers.` };
      return {
        status: "warning",
        cause: `Only the fallback ${found.target_address} answers. ${found.warnings[0] ?? ""}`.trim(),
        remedy: "Mend the first address, or leave it out: every call tries it first and waits for it.",
      };
    },
  };
}

function placeOf(kind: EndpointKind, listed: PublicEndpoint): Place {
  const isHttps =
    kind === "proxmox" || (kind === "backends" ? listed.use_https === true : listed.port === 443 || listed.verify_ssl);
  return {
    kind,
    name: listed.name,
    scheme: isHttps ? "https" : "http",
    verifySsl: listed.verify_ssl,
    username: typeof listed.username === "string" ? listed.username : null,
    tokenName: typeof listed.token_name === "string" ? listed.token_name : null,
  };
}
