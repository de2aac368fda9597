import { randomUUID } from "node:crypto";
import { AppError } from "../errors.ts";
import { readBody } from "./body.ts";
import { problemResponse } from "./problem.ts";
import { isForm } from "./request-facts.ts";
import { type Route, route } from "./route.ts";

type Methods = { POST?: Route; PATCH?: Route; PUT?: Route; DELETE?: Route };

/** A POST that a native form may turn into another method by its hidden field `_method`. */
export function formMethods(methods: Methods): Route {
  const { POST, ...others } = methods;
  const permission = (POST ?? Object.values(others)[0])?.permission;
  if (!permission) throw new AppError("internal", "A route has no method.");
  const none = noSuchMethod(permission, Object.keys(others));
  const post = POST ?? none;
  const handler = async (request: Request, segment: Parameters<Route>[1]): Promise<Response> => {
    if (!isForm(request.headers)) return post(request, segment);
    try {
      const body = await readBody(request);
      const target = body.method === undefined ? post : methods[body.method as keyof Methods];
      if (target) return await target.withBody(request, segment, body);
      return await none.withBody(request, segment, { kind: "none", values: {} });
    } catch (error) {
      return problemResponse(error, randomUUID());
    }
  };
  const standsFor = Object.keys(others);
  const tunnel = { summary: `A native form for ${standsFor.join(", ")}`, status: 303, hasForm: true, standsFor };
  const params = Object.values(others)[0]?.spec.params;
  const spec = POST ? POST.spec : { ...tunnel, params };
  return Object.assign(handler, { withBody: post.withBody, permission, spec });
}

/** Asks who it is like any other route, then says what there is instead. */
function noSuchMethod(permission: Route["permission"], allowed: string[]): Route {
  const allow = allowed.join(", ");
  const handle = async () => {
    throw new AppError("method_not_allowed", `Use ${allow}.`, { details: { allow } });
  };
  return route({ permission, handle });
}
