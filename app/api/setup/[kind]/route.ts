import { z } from "zod";
import { DoctorReport, findingsOf, worstOf } from "#lib/doctor/schema";
import { KindInPath } from "#lib/endpoints/kinds";
import { WireEndpoint } from "#lib/endpoints/schema";
import { withUrls } from "#lib/endpoints/urls";
import { route } from "#lib/http/route";
import { saveAndTest, type Tested } from "#lib/setup/save-and-test";

const optionalId = z.preprocess(
  (value) => (value === "" ? undefined : value),
  z.coerce.number().int().positive().optional(),
);

/** A step of the set-up. What fails is shown at its step; what is well leads to the next one. */
export const POST = route({
  permission: "endpoints:write",
  summary: "Keep an endpoint, new or changed (`id`), and have the doctor look at once",
  params: z.object({ kind: KindInPath }),
  body: z.looseObject({ id: optionalId }),
  answers: z.object({ endpoint: WireEndpoint, report: DoctorReport }),
  status: 201,
  handle: async ({ ctx, params: { kind }, body: { id, ...body } }) => {
    const { endpoint, report } = await saveAndTest(ctx, kind, { id: id ?? null, body });
    return { endpoint: withUrls(kind, endpoint), report };
  },
  done: ({ endpoint, report }: Tested, { params: { kind } }) =>
    worstOf(findingsOf(report, kind, endpoint.id)) === "failed" ? `/setup?step=${kind}` : "/setup",
});
