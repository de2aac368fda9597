import { z } from "zod";
import { KindInPath } from "#lib/endpoints/kinds";
import { formMethods } from "#lib/http/methods";
import { route } from "#lib/http/route";
import { cancelPush } from "#lib/pushes/cancel";
import { PushAnswer, pushEndpoint } from "#lib/sync/push-endpoint";

const params = z.object({ kind: KindInPath, id: z.coerce.number().int().positive() });
type Params = { params: z.infer<typeof params> };

const push = route({
  permission: "endpoints:push",
  summary: "Give the backend what is held here now",
  params,
  answers: PushAnswer,
  handle: ({ ctx, params: { kind, id } }) => pushEndpoint(ctx, kind, id),
  done: (_, { params: { kind, id } }: Params) => `/endpoints/${kind}/${id}`,
});

export const DELETE = route({
  permission: "endpoints:push",
  summary: "Take back a push that is still to come",
  params,
  handle: ({ ctx, params: { kind, id } }) => cancelPush(ctx, kind, id),
  done: (_, { params: { kind, id } }: Params) => `/endpoints/${kind}/${id}`,
});

export const POST = formMethods({ POST: push, DELETE });
