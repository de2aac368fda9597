/** This worker no longer owns the job: it stops writing at once and leaves the job to whoever does. */
export class LeaseLost extends Error {
  override name = "LeaseLost";
  readonly jobId: number;

  constructor(jobId: number) {
    super(`The lease of job ${jobId} was lost.`);
    this.jobId = jobId;
  }
}
