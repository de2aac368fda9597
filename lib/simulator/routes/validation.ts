import { detail, type Reply } from "../router.ts";
import type { Sim } from "../sim.ts";

/** The 422 of a bad request: the newer release no longer names the field. */
export function validationError(sim: Sim, loc: string[], msg: string): Reply {
  if (sim.settings.version === "0.0.30.post2")
    return detail(422, [{ type: "request_validation_error", loc: ["body"], msg: "Request validation failed." }]);
  const type = msg === "Field required" ? "missing" : "value_error";
  return detail(422, [{ type, loc, msg, input: null }]);
}
