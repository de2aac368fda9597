import { z } from "zod";
import type { Control } from "./control.ts";
import { type Call, detail, ok, type Reply } from "./router.ts";
import type { Sim } from "./sim.ts";

const Order = z.object({ call: z.string(), args: z.array(z.unknown()).default([]) });
const REMOTE = [
  "fault clearFaults fail unauthorizedOnce html redirect hang drop latency shape cutAfter endAfter hangAfter chunked flood replay",
  "replayText failNetbox mendNetbox denyNetboxWrites demoteToken setPlugin removePluginEndpoints disownVm leaveStaleRuns clearLockout advance restart cutAll forgetRequests",
].flatMap((names) => names.split(" "));

/** `POST /__control {"call": "fail", "args": ["/health", 503]}`, and `GET /__control` for the requests seen. */
export function answerControl(call: Call, sim: Sim, control: Control): Reply {
  if (call.method === "GET") return ok(sim.recorder.all().filter(({ path }) => path !== "/__control"));
  const order = Order.safeParse(call.json);
  if (!order.success || !REMOTE.includes(order.data.call))
    return detail(422, `call must be one of ${REMOTE.join(", ")}; args is a list.`);
  const verb = control[order.data.call as keyof Control] as (...args: unknown[]) => unknown;
  // A restart closes the very connection this answer needs: it begins once the answer is out.
  setImmediate(() => verb(...order.data.args));
  return ok({ ok: true });
}
