import { listOf } from "#lib/http/list";
import { route } from "#lib/http/route";
import { inventoryResponse } from "#lib/inventory/list-response";
import { downloadVms, listVms } from "#lib/vms/list";
import { Vm, VmListParams } from "#lib/vms/schema";

export const GET = route({
  permission: "inventory:read",
  summary: "The guests that were read, as JSON or CSV",
  query: VmListParams,
  answers: listOf(Vm),
  media: ["text/csv"],
  handle: (input) => inventoryResponse(input, { name: "vms", list: listVms, download: downloadVms }),
});
