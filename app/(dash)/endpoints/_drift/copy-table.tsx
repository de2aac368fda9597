import type { DriftCopy } from "#lib/sync/drift-schema";
import { Badge } from "#ui/badge";
import { type Column, Table } from "#ui/table";
import { fieldWords, secretWord, valueWords } from "./drift-words.ts";

type Row = { field: string; here: string; there: string; state: "same" | "differs" | "unknown" };

const marks = {
  same: <Badge tone="ok">Same</Badge>,
  differs: <Badge tone="warn">Differs</Badge>,
  unknown: <Badge tone="idle">Unknown</Badge>,
};

const columns: Column<Row>[] = [
  { key: "field", label: "Field", isName: true, cell: (row) => fieldWords(row.field) },
  { key: "here", label: "Here", cell: (row) => <code className="break-all font-mono text-xs">{row.here}</code> },
  {
    key: "there",
    label: "In the backend",
    cell: (row) => <code className="break-all font-mono text-xs">{row.there}</code>,
  },
  { key: "state", label: "State", under: true, cell: (row) => marks[row.state] },
];

/** Field by field, what differs first. Of a secret only whether the backend has it is known. */
export function CopyTable({ copy, isOpen }: { copy: DriftCopy; isOpen: boolean }) {
  const rows = [...fieldRows(copy), ...secretRows(copy)].sort((a, b) => rank[a.state] - rank[b.state]);
  const differing = rows.filter((row) => row.state === "differs").length;
  return (
    <details open={isOpen && differing > 0}>
      <summary>
        {differing === 0
          ? `All ${rows.length} fields are the same or not told`
          : `${differing} of ${rows.length} fields differ`}
      </summary>
      <Table
        caption={`${copy.endpoint_name} here and in ${copy.backend_name}`}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.field}
      />
    </details>
  );
}

const rank = { differs: 0, unknown: 1, same: 2 } as const;

const fieldRows = ({ fields }: DriftCopy): Row[] =>
  fields.map(({ field, here, there, state }) => ({
    field,
    here: valueWords(here),
    there: state === "unknown" ? "not told" : valueWords(there),
    state,
  }));

const secretRows = ({ secrets }: DriftCopy): Row[] =>
  secrets.map(({ field, state }) => ({
    field,
    here: state === "none" ? "none" : "set",
    there: secretWord(state),
    state: state === "set" || state === "none" ? "same" : state,
  }));
