import type { Call } from "#lib/openapi/describe-calls";
import { Link } from "#ui/link";
import { Panel } from "#ui/panel";
import { Table } from "#ui/table";
import { answersInWords, roleInWords } from "./call-words.ts";
import { WithCode } from "./with-code.tsx";

/** Every call, by its noun. */
export function CallIndex({ calls }: { calls: Call[] }) {
  const nouns = [...Map.groupBy(calls, ({ noun }) => noun)].toSorted(([a], [b]) => a.localeCompare(b));
  return (
    <div className="grid gap-4">
      <nav aria-label="Nouns" className="flex flex-wrap gap-x-3 gap-y-1">
        {nouns.map(([noun]) => (
          <a key={noun} href={`#${noun}`}>
            {noun}
          </a>
        ))}
      </nav>
      {nouns.map(([noun, own]) => (
        <div key={noun} id={noun} className="min-w-0">
          <Panel title={noun}>
            <Table
              caption={`Calls of ${noun}`}
              rows={own}
              rowKey={({ id }) => id}
              columns={[
                { key: "call", label: "Call", isName: true, cell: (call) => <CallLink call={call} /> },
                {
                  key: "summary",
                  label: "What it does",
                  under: true,
                  cell: ({ summary }) => <Wrapped>{summary}</Wrapped>,
                },
                { key: "takes", label: "Takes", wide: true, cell: (call) => <Wrapped>{takes(call)}</Wrapped> },
                { key: "answers", label: "Answers", wide: true, cell: answersInWords },
                { key: "role", label: "Role", cell: roleInWords },
              ]}
            />
          </Panel>
        </div>
      ))}
    </div>
  );
}

const CallLink = ({ call: { id, method, path } }: { call: Call }) => (
  <Link href={`/api/docs?call=${id}`} className="inline-block break-all">
    <code>
      {method} {path}
    </code>
  </Link>
);

const Wrapped = ({ children }: { children: string }) => (
  <span className="block min-w-32 max-w-96 whitespace-normal">
    <WithCode>{children}</WithCode>
  </span>
);

const NAMED = 6;

function takes({ parameters, body }: Call): string {
  const names = [...parameters, ...(body?.fields ?? [])].map(({ name }) => name);
  if (names.length === 0) return "–";
  const more = names.length - NAMED;
  return more > 1 ? `${names.slice(0, NAMED).join(", ")} and ${more} more` : names.join(", ");
}
