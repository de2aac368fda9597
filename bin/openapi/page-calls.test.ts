import { expect, it } from "vitest";
import { callsOf } from "./page-calls.ts";

it.each([
  ['<form method="post" action="/logout">', "/logout", ["POST"]],
  ['<form action="/api/find">', "/api/find", ["GET"]],
  ['<ActionForm action="/api/doctor" busy="x">', "/api/doctor", ["POST"]],
  ['<EditForm action="/api/me" method="PATCH" submit="Save">', "/api/me", ["PATCH"]],
  ['<ActionForm\n  action={`/api/e/@{id}`}\n  fields={{ _method: "DELETE" }}\n>', "/api/e/@{id}", ["DELETE"]],
  ["<DeleteMenu action={`/api/users/@{id}`} what={`x`} />", "/api/users/@{id}", ["DELETE"]],
  ['<LinkButton href="/api/config">', "/api/config", ["GET"]],
  ["const answer = await fetch(`/api/jobs/@{id}?x=1`)", "/api/jobs/@{id}", ["GET"]],
  ['new EventSource("/api/events")', "/api/events", ["GET"]],
  ["const action = `/api/s/@{id}`;\n<ActionForm action={`@{action}/run`}>", "/api/s/@{id}/run", ["POST"]],
  ['const list = ["/api/vms"];', "/api/vms", []],
])("reads how %j is called", (source, target, methods) => {
  // Written with @ here: a text with $ looks like a template that was forgotten.
  const [text = "", address] = [source, target].map((one) => one.replaceAll("@{", "${"));
  expect(callsOf(text)).toEqual([{ target: address, methods }]);
});

it("leaves out what is named and not called", () => {
  const sources = [
    'readFormState("/api/me")',
    'redirect("/setup")',
    '<Link href="/login">',
    '"/apiary" "/setup/import"',
  ];
  expect(sources.flatMap(callsOf)).toEqual([]);
});
