import { AsyncLocalStorage } from "node:async_hooks";
import type { ServerResponse } from "node:http";
import { singleton } from "../singleton.ts";

const answers = () => singleton("page-answers", () => new AsyncLocalStorage<ServerResponse>());

/** Lets the pages that `handle` renders say how they ended; Next itself offers no way that shows a page, too. */
export function withPageStatus<T>(response: ServerResponse, handle: () => T): T {
  return answers().run(response, handle);
}

/** This page says that something is not there: a reader sees it with or without a script, a program sees the status. */
export function setPageStatus(status: 404 | 403): void {
  const response = answers().getStore();
  if (response && !response.headersSent) response.statusCode = status;
}
