import { describe, expect, it } from "vitest";
import { isOutage } from "./writer.ts";

const withCode = (code: string) => Object.assign(new Error("refused"), { code });

describe("an outage of the database", () => {
  it("is known by what the server and the socket say, however deep it stands", () => {
    for (const code of ["57P01", "08006", "53300", "ECONNREFUSED", "EPIPE"])
      expect(isOutage(withCode(code))).toBe(true);
    const words = [
      "Connection terminated unexpectedly",
      "timeout exceeded when trying to connect",
      "Client has encountered a connection error and is not queryable",
    ];
    for (const text of words) {
      expect(isOutage(new Error("Failed query: rollback", { cause: new Error(text) }))).toBe(true);
    }
  });

  it("is not what the database refuses", () => {
    for (const error of [withCode("23505"), withCode("42P01"), new Error("something else"), null]) {
      expect(isOutage(error)).toBe(false);
    }
  });
});
