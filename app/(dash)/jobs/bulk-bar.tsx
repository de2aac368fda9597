import { Button } from "#ui/button";

export const BULK_FORM = "jobs-bulk";

/** What can be done with the chosen jobs, as a native form; its boxes stand in the table. */
export function BulkBar({ back }: { back: string }) {
  return (
    <form
      id={BULK_FORM}
      method="post"
      action="/api/jobs/bulk"
      className="no-print foot-bar flex flex-wrap items-center gap-2 border-t border-line bg-surface px-3.5 py-2"
    >
      <input type="hidden" name="next" value={back} />
      <span className="text-muted">With the selected jobs:</span>
      <Button name="action" value="run">
        Run again
      </Button>
      <Button name="action" value="cancel" kind="danger">
        Cancel
      </Button>
    </form>
  );
}
