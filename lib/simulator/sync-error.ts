/** A failure as the backend reports it: a message and, when there is one, a detail. */
export class SyncError extends Error {
  readonly detail: unknown;
  readonly status: number;
  constructor(message: string, detail: unknown = null, status = 400) {
    super(message);
    this.detail = detail;
    this.status = status;
  }
  /** Streams of one stage join both into one text. */
  get text(): string {
    return typeof this.detail === "string" ? `${this.message} | ${this.detail}` : this.message;
  }
}

/** What every unexpected exception inside the backend answers; the server closes the connection afterwards. */
export const INTERNAL_ERROR = {
  message: "Internal server error",
  detail: "An unexpected error occurred.",
  python_exception: null,
};
