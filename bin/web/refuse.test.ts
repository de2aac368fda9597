import { expect, it } from "vitest";
import { refusalOf } from "./refuse.ts";

const jobs = { path: "/api/jobs", methods: ["GET", "POST"] };

it.each([
  ["GET", "/api/jobs", jobs, null],
  ["HEAD", "/api/jobs", jobs, null],
  ["OPTIONS", "/api/jobs", jobs, null],
  ["PUT", "/api/jobs", jobs, "method_not_allowed"],
  ["TRACE", "/api/jobs", jobs, "method_not_allowed"],
  ["TRACE", "/", null, "method_not_allowed"],
  ["POST", "/login", null, null],
  ["GET", "/api/jobs/%ff", jobs, "not_found"],
  ["GET", "/api/jobs/%00", jobs, "not_found"],
] as const)("%s %s", (method, path, known, code) => {
  const refusal = refusalOf(method, path, known && { ...known, methods: [...known.methods] });
  expect(refusal?.code ?? null).toBe(code);
  if (code === "method_not_allowed" && known) expect(refusal?.details.allow).toBe("GET, POST");
});
