import { kindTitles } from "#lib/endpoints/schema";
import { Missing } from "#ui/missing";
import { readKind } from "./choices.ts";

/** The path names no kind of endpoint. */
export function MissingKind() {
  return <Missing what="such kind of endpoint" backHref="/endpoints/proxmox" backLabel="Endpoints" />;
}

/** The path names no endpoint that exists. */
export function MissingEndpoint({ path }: { path: { kind: string; id: string } }) {
  const kind = readKind(path.kind);
  if (!kind) return <MissingKind />;
  const { one, many } = kindTitles[kind];
  return <Missing what={`${one} ${path.id}`} backHref={`/endpoints/${kind}`} backLabel={many} />;
}
