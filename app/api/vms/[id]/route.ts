import { IdParams } from "#lib/http/query";
import { route } from "#lib/http/route";
import { getVm } from "#lib/vms/get";
import { Vm } from "#lib/vms/schema";

export const GET = route({
  permission: "inventory:read",
  summary: "One virtual machine or container",
  params: IdParams,
  answers: Vm,
  handle: ({ ctx, params }) => getVm(ctx, params.id),
});
