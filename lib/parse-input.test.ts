import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { AppError } from "./errors.ts";
import { parseInput } from "./parse-input.ts";

const One = z.strictObject({ name: z.string("is not a text"), tags: z.array(z.string("is not a text")).default([]) });

function fieldsOf(schema: z.ZodType, input: unknown): Record<string, string[]> {
  try {
    parseInput(schema, input);
    return {};
  } catch (error) {
    return (error as AppError).fields ?? {};
  }
}

describe("a refused input", () => {
  it("names each field by its way through the input, unknown ones too", () => {
    const input = { objects: [{ name: "a" }, { name: "b", colour: "red" }, { name: 3, tags: ["x", 4] }], colour: 1 };
    expect(fieldsOf(z.strictObject({ objects: z.array(One) }), input)).toEqual({
      "objects[1].colour": ["is not a field of this object"],
      "objects[2].name": ["is not a text"],
      "objects[2].tags[1]": ["is not a text"],
      colour: ["is not a field of this object"],
    });
  });

  it("names the items of a list by their number, as bulk answers do, and a wrong whole as body", () => {
    expect(Object.keys(fieldsOf(z.array(One), [{ name: "a" }, { name: 3 }]))).toEqual(["1.name"]);
    expect(Object.keys(fieldsOf(One, "text"))).toEqual(["body"]);
  });
});
