import { describe, expect, it } from "vitest";
import { z } from "zod";
import { listOf } from "../http/list.ts";
import { paging } from "../http/query.ts";
import { buildDocument, type Door } from "./build-document.ts";
import type { JsonSchema } from "./json-schema.ts";

const Thing = z.object({ id: z.number(), name: z.string() }).meta({ id: "Thing" });
const read = (spec: Door["spec"], door: Partial<Door> = {}): Door => ({
  path: "/api/things",
  method: "GET",
  permission: "endpoints:read",
  spec,
  ...door,
});

type Answer = { description: string; content?: Record<string, { schema: JsonSchema }>; $ref?: string };

function documented(door: Door) {
  // Through text, as a reader has it.
  const document = JSON.parse(JSON.stringify(buildDocument([door], "1.2.3")));
  const item: Record<string, { responses: Record<string, Answer> }> = document.paths[door.path];
  return { answers: item[door.method.toLowerCase()]?.responses ?? {}, schemas: document.components.schemas, document };
}

const schemaOf = (answer: Answer | undefined) => answer?.content?.["application/json"]?.schema;

describe("a read whose fields may be chosen", () => {
  const SomeThing = {
    type: "object",
    properties: { id: { type: "number" }, name: { type: "string" } },
    additionalProperties: false,
  };

  it("answers the object or some of its fields", () => {
    const { answers, schemas } = documented(read({ answers: Thing }));
    const both = [{ $ref: "#/components/schemas/Thing" }, { $ref: "#/components/schemas/SomeThing" }];
    expect(schemaOf(answers["200"])).toEqual({ anyOf: both });
    expect(schemas.SomeThing).toEqual(SomeThing);
    expect(schemas.Thing).toEqual({ ...SomeThing, required: ["id", "name"] });
  });

  it("keeps the envelope of a list whole", () => {
    const { answers } = documented(read({ query: z.strictObject(paging), answers: listOf(Thing) }));
    expect(schemaOf(answers["200"])).toMatchObject({
      required: ["count", "next", "previous", "results"],
      properties: {
        results: {
          items: { anyOf: [{ $ref: "#/components/schemas/Thing" }, { $ref: "#/components/schemas/SomeThing" }] },
        },
      },
    });
  });

  it("of several kinds may lack what tells them apart", () => {
    const kinds = z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), id: z.number() }),
      z.object({ kind: z.literal("b"), size: z.number() }),
    ]);
    const schema = schemaOf(documented(read({ answers: kinds })).answers["200"]);
    const { anyOf: ways } = z.object({ anyOf: z.array(z.record(z.string(), z.unknown())) }).parse(schema);
    expect(ways.map((way) => Object.keys(way))).toEqual([["oneOf"], ["anyOf"]]);
    expect(JSON.stringify(ways[1])).not.toContain("required");
  });

  it("is no read with a query of its own that knows no fields, and no mutation", () => {
    const whole = { $ref: "#/components/schemas/Thing" };
    const own = documented(read({ query: z.strictObject({ q: z.string().optional() }), answers: Thing }));
    expect(schemaOf(own.answers["200"])).toEqual(whole);
    expect(schemaOf(documented(read({ answers: Thing }, { method: "PUT" })).answers["200"])).toEqual(whole);
  });
});

describe("what is answered beside the result", () => {
  it("has the content that it has", () => {
    const also = {
      200: { description: "The stream.", media: ["text/event-stream"] },
      503: { description: "Not now.", answers: z.object({ status: z.literal("down") }) },
      204: "Nothing more.",
    };
    const { answers } = documented(read({ answers: Thing, status: 202, also }, { method: "POST" }));
    expect(Object.keys(answers["200"]?.content ?? {})).toEqual(["text/event-stream"]);
    expect(schemaOf(answers["503"])).toMatchObject({ required: ["status"] });
    expect(answers["204"]).toEqual({ description: "Nothing more." });
    expect(Object.keys(answers["202"]?.content ?? {})).toEqual(["application/json"]);
  });

  it("is a way back to the form of every mutation, also without a page to go on to", () => {
    for (const hasForm of [true, false])
      expect(documented(read({ hasForm }, { method: "POST" })).answers).toHaveProperty("303");
    expect(documented(read({ answers: Thing })).answers).not.toHaveProperty("303");
  });

  it("names the content types of a read that is no JSON, or not always", () => {
    const { answers } = documented(read({ answers: listOf(Thing), media: ["text/csv"] }));
    expect(Object.keys(answers["200"]?.content ?? {})).toEqual(["application/json", "text/csv"]);
    const { "text/plain": text, "application/yaml": yaml } =
      documented(read({ media: ["text/plain", "application/yaml"] })).answers["200"]?.content ?? {};
    expect([text?.schema, yaml?.schema]).toEqual([{ type: "string" }, { type: "object" }]);
  });
});

describe("refusals", () => {
  const refusals = (door: Door) => Object.keys(documented(door).answers).filter((status) => status >= "400");

  it("are those of a route behind a permission, more for a mutation", () => {
    const ofRead = ["400", "401", "403", "404", "409", "429", "431", "502", "503"];
    expect(refusals(read({}))).toEqual(ofRead);
    expect(refusals(read({}, { method: "PATCH" }))).toEqual(
      [...ofRead, "405", "412", "413", "415"].toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it("of a door that is open to strangers are those that it names", () => {
    expect(refusals(read({}, { permission: undefined }))).toEqual(["431"]);
    expect(refusals(read({ refusals: [401] }, { permission: undefined }))).toEqual(["401", "431"]);
  });

  it("are problems, but the one that is said before anything was read", () => {
    const { document } = documented(read({}));
    for (const [name, answer] of Object.entries<Answer>(document.components.responses))
      expect([name, Object.keys(answer.content ?? {})]).toEqual([
        name,
        name === "Refused431" ? [] : ["application/problem+json"],
      ]);
  });
});

it("a door that shares its address with a page says so", () => {
  const { document } = documented(read({ address: "/login" }, { path: "/login", method: "POST" }));
  expect(document.paths["/login"].post["x-page"]).toBe(true);
});
