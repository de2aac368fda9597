import { z } from "zod";
import { type EndpointKind, endpointKinds } from "./schema.ts";

/** `fastapi` is what the plugin called a backend. */
const names: Record<string, EndpointKind> = {
  ...Object.fromEntries(endpointKinds.map((kind) => [kind, kind])),
  fastapi: "backends",
  backend: "backends",
};

/** The kind in a path. */
export const KindInPath = z.string().transform((text, issue): EndpointKind => {
  const kind = names[text];
  if (kind) return kind;
  issue.addIssue({ code: "custom", message: "is not a kind of endpoint" });
  return z.NEVER;
});
