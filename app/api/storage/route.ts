import { listOf } from "#lib/http/list";
import { route } from "#lib/http/route";
import { inventoryResponse } from "#lib/inventory/list-response";
import { downloadStorage, listStorage } from "#lib/storage/list";
import { Storage, StorageListParams } from "#lib/storage/schema";

export const GET = route({
  permission: "inventory:read",
  summary: "The storage that were read, as JSON or CSV",
  query: StorageListParams,
  answers: listOf(Storage),
  media: ["text/csv"],
  handle: (input) => inventoryResponse(input, { name: "storage", list: listStorage, download: downloadStorage }),
});
