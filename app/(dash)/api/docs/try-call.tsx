"use client";

import { type FormEvent, useState } from "react";
import { callAddress } from "#lib/openapi/call-address";
import type { Call } from "#lib/openapi/describe-calls";
import { Button } from "#ui/button";
import { RawText } from "#ui/raw-text";
import { FieldsOfCall } from "./fields-of-call.tsx";

type Props = {
  call: Pick<Call, "id" | "method" | "path" | "parameters">;
  isStream: boolean;
  values: Record<string, string>;
  body: string | null;
};
type Answer = { status: string; text: string };

const MAX_SHOWN = 100_000;

/**
 * Sends a call as whoever is signed in and shows the answer. Without JavaScript the same form leads back here, with the
 * address and the command line for what was filled in.
 */
export function TryCall({ call, isStream, values, body }: Props) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [isSending, setSending] = useState(false);
  const isRead = call.method === "GET";
  const send = async (event: FormEvent<HTMLFormElement>) => {
    // A stream has no end to wait for: the form shows its address instead.
    if (isStream) return;
    event.preventDefault();
    if (isSending) return;
    const filled = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]),
    );
    setSending(true);
    setAnswer(await ask(call, filled));
    setSending(false);
  };
  return (
    <form action="/api/docs" onSubmit={send} className="grid gap-3">
      <input type="hidden" name="call" value={call.id} />
      <FieldsOfCall parameters={call.parameters} values={values} body={body} />
      {!isRead && (
        <label className="needs-js flex items-center gap-2 font-medium">
          <input type="checkbox" name="sure" required />
          Really do it, on this console
        </label>
      )}
      <p className="flex items-center gap-3">
        <Button kind={isRead ? "primary" : "danger"} disabled={isSending}>
          {isStream ? "Show its address" : `Send ${call.method}`}
        </Button>
        <span role="status" className="text-muted">
          {isSending ? "Sending" : answer?.status}
        </span>
      </p>
      {answer && <RawText label="Answer" text={answer.text} />}
    </form>
  );
}

async function ask(call: Props["call"], filled: Record<string, string>): Promise<Answer> {
  const named = Object.entries(filled).map(([name, value]) => [name.replace(/^value\./, ""), value]);
  const { body, ...values }: Record<string, string> = Object.fromEntries(named);
  const address = callAddress(call, values);
  if (address === null) return { status: "Fill in what the address needs", text: "" };
  const startedMs = performance.now();
  try {
    const sent = body === undefined ? {} : { body, headers: { "content-type": "application/json" } };
    const response = await fetch(address, { method: call.method, ...sent });
    const text = await response.text();
    const status = `HTTP ${response.status} after ${Math.round(performance.now() - startedMs)} ms`;
    return { status, text: shown(text) };
  } catch {
    return { status: "The console did not answer", text: "" };
  }
}

/** JSON with line breaks, other texts as they came; the beginning of what is very long. */
function shown(text: string): string {
  let readable = text;
  try {
    readable = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // It is no JSON.
  }
  return readable.length > MAX_SHOWN ? `${readable.slice(0, MAX_SHOWN)}\n… and more` : readable;
}
