/** Why a running job is to stop before its end; the reason of its abort signal. */
export class JobStop extends Error {
  override name = "JobStop";
  readonly why: "cancelled" | "timeout" | "shutdown" | "lease_lost";

  constructor(why: JobStop["why"]) {
    super(`The job is to stop: ${why}.`);
    this.why = why;
  }
}
