import { redactText } from "../redact.ts";
import type { Answer } from "./send.ts";

/** Says what came instead of the expected content, so that a wrong address or a proxy in between shows. */
export function explainContent(answer: Pick<Answer, "headers">, text: string): string {
  const contentType = String(answer.headers["content-type"] ?? "")
    .split(";")[0]
    ?.trim();
  if (contentType === "text/html" || /^\s*<(!doctype|html)/i.test(text)) {
    const title = /<title[^>]*>([^<]{1,120})/i.exec(text)?.[1]?.trim();
    return `an HTML page${title ? ` titled "${redactText(title)}"` : ""}: something other than proxbox-api answers at this address`;
  }
  const shown = redactText(text.trim().slice(0, 200));
  return `${contentType || "no content type"}${shown ? `: ${shown}` : " and an empty body"}`;
}
