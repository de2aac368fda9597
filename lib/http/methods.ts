import { randomUUID } from "node:crypto";
import { AppError } from "../errors.ts";
import { readBody } from "./body.ts";
import { problemResponse } from "./problem.ts";
import { isForm } from "./request-facts.ts";
import type { Route } from "./route.ts";

type Methods = { POST?: Route; PATCH?: Route; PUT?: Route; DELETE?: Route };

/** A POST that a native form may turn into another method by its hidden field `_method`. */
export function formMethods(methods: Methods): Route {
  const { POST, ...others } = methods;
  const permission = (POST ?? Object.values(others)[0])?.permission;
  if (!permission) throw new AppError("internal", "A route has no method.");
  const run: Route["withBody"] = async (request, segment, body) => {
    const target = POST;
    if (!target) return notAllowed(others);
    return target.withBody(request, segment, body);
  };
  const handler = async (request: Request, segment: Parameters<Route>[1]): Promise<Response> => {
    if (!isForm(request.headers)) return POST ? POST(request, segment) : notAllowed(others);
    try {
      const body = await readBody(request);
      const target = methods[(body.method ?? "POST") as keyof Methods];
      return target ? await target.withBody(request, segment, body) : notAllowed(others);
    } catch (error) {
      return problemResponse(error, randomUUID());
    }
  };
  return Object.assign(handler, { withBody: run, permission });
}

function notAllowed(methods: object): Response {
  const allow = Object.keys(methods).join(", ");
  const error = new AppError("method_not_allowed", `Use ${allow || "GET"}.`, { details: { allow } });
  return problemResponse(error, randomUUID());
}
