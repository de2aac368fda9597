import type { ReactNode } from "react";
import { type Role, roles } from "#lib/auth/schema";
import { callAddress, callCommand, sampleBody } from "#lib/openapi/call-address";
import type { Call, CallField } from "#lib/openapi/describe-calls";
import { LinkButton } from "#ui/button";
import { PageHeader } from "#ui/page-header";
import { DefinitionList, Panel } from "#ui/panel";
import { RawText } from "#ui/raw-text";
import { Table } from "#ui/table";
import { mediaInWords, roleInWords } from "./call-words.ts";
import { TryCall } from "./try-call.tsx";
import { WithCode } from "./with-code.tsx";

type Props = { call: Call; role: Role; origin: string; values: Record<string, string> };

/** What one call takes and answers, who may, and a form that sends it. */
export function CallDetail({ call, role, origin, values }: Props) {
  const fields = call.body?.fields ?? [];
  return (
    <>
      <PageHeader
        title={`${call.method} ${call.path}`}
        lead={<WithCode>{call.summary}</WithCode>}
        crumbs={[{ label: "API", href: "/api/docs" }, { label: `${call.method} ${call.path}` }]}
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Panel title="Takes">
          <DefinitionList items={[["Role", <RoleNeeded key="role" call={call} role={role} />]]} />
          <Fields caption="In the address" fields={call.parameters} />
          {call.body && (
            <Fields
              caption={call.body.mayBeList ? "In the body: one object, or a list" : "In the body"}
              fields={fields}
            />
          )}
        </Panel>
        <Panel title="Answers">
          <DefinitionList
            items={call.answers.map(({ status, description, media }): [string, ReactNode] => [
              status,
              <WithCode key={status}>
                {media.length > 0 ? `${description} (${mediaInWords(media)})` : description}
              </WithCode>,
            ])}
          />
          <Fields caption="Each object has" fields={call.answered} />
        </Panel>
        <Panel title="Try it" className="xl:col-span-2">
          <Trial call={call} origin={origin} values={values} />
        </Panel>
      </div>
    </>
  );
}

function RoleNeeded({ call, role }: Pick<Props, "call" | "role">) {
  // safe because the document names roles of ours
  const lacks = call.role !== null && roles.indexOf(call.role as Role) > roles.indexOf(role);
  return (
    <>
      {roleInWords(call)}
      {lacks && <span className="text-warn">; you are {role}, so it will be refused</span>}
    </>
  );
}

function Fields({ caption, fields }: { caption: string; fields: CallField[] }) {
  if (fields.length === 0) return null;
  return (
    <div className="border-t border-line">
      <h3 className="px-3.5 pt-2 text-xs font-semibold text-muted">{caption}</h3>
      <Table
        caption={caption}
        rows={fields}
        rowKey={({ name }) => name}
        columns={[
          { key: "name", label: "Name", isName: true, cell: ({ name }) => <code>{name}</code> },
          {
            key: "type",
            label: "Type",
            cell: ({ type }) => <span className="block max-w-lg whitespace-normal break-words">{type}</span>,
          },
          { key: "required", label: "Required", cell: ({ required }) => (required ? "yes" : "–") },
        ]}
      />
    </div>
  );
}

function Trial({ call, origin, values }: Omit<Props, "role">) {
  if (call.isFormOnly)
    return (
      <p className="px-3.5 py-3 text-muted">Pages send it as a form. Programs use the methods that it stands for.</p>
    );
  const body = call.body ? (values.body ?? sampleBody(call.body.fields)) : null;
  const address = callAddress(call, values);
  return (
    <div className="grid gap-3 px-3.5 py-3">
      <TryCall
        call={{ id: call.id, method: call.method, path: call.path, parameters: call.parameters }}
        isStream={call.isStream}
        values={values}
        body={body}
      />
      {address !== null && (
        <>
          {call.method === "GET" && (
            <p>
              <LinkButton href={address}>Open the answer</LinkButton>
            </p>
          )}
          <RawText label="Command line" text={callCommand(call.method, `${origin}${address}`, body)} />
        </>
      )}
    </div>
  );
}
