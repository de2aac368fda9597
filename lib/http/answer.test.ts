import { describe, expect, it } from "vitest";
import { jsonAnswer } from "./answer.ts";

const row = { id: 1, name: "a", size: 7 };

async function answered(value: unknown, query: unknown, method = "GET") {
  const request = new Request("http://console.test/api/things", { method });
  const answer = jsonAnswer(value, { request, origin: "http://console.test", requestId: "r", status: 200, query });
  return answer.json();
}

describe("the fields that were asked for", () => {
  it("are those of an object", async () => {
    expect(await answered(row, { fields: "size, id" })).toEqual({ id: 1, size: 7 });
    expect(await answered(row, { brief: true })).toEqual({ id: 1, name: "a" });
    expect(await answered(row, { fields: "" })).toEqual(row);
  });

  it("are those of the objects in a list, whose envelope stays whole", async () => {
    const list = { count: 1, as_of: null, results: [row] };
    expect(await answered(list, { brief: true })).toEqual({ ...list, results: [{ id: 1, name: "a" }] });
    expect(await answered({ results: [row] }, { fields: "size" })).toEqual({ results: [{ size: 7 }] });
  });

  it("are chosen of what is read only", async () => {
    expect(await answered(row, { brief: true }, "PATCH")).toEqual(row);
  });
});
