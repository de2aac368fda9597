import type { Problem } from "./problem.ts";

/** A problem for a person whose browser shows this answer: the sentence, and the way back. Keeps status and headers. */
export function problemPage(answer: Response, problem: Problem, back: string): Response {
  const headers = new Headers(answer.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  const body = [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(problem.title)}</title></head>`,
    `<body><main><h1>${escapeHtml(problem.title)}</h1><p>${escapeHtml(problem.detail)}</p>`,
    `<p><a href="${escapeHtml(back)}">Back</a></p></main></body></html>`,
  ].join("");
  return new Response(body, { status: answer.status, headers });
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
