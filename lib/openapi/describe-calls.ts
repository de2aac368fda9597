import { typeInWords } from "./type-in-words.ts";

type Schema = Record<string, unknown>;
type Document = { paths: object; components: { schemas: object } };

/** One field that a call takes or answers. */
export type CallField = { name: string; type: string; required: boolean };

export type CallParameter = CallField & { place: "path" | "query" };

/** One call of the interface as a person reads it. */
export type Call = {
  id: string;
  noun: string;
  method: string;
  path: string;
  summary: string;
  /** Null: everybody, or who has what the summary says. */
  role: string | null;
  parameters: CallParameter[];
  body: CallBody | null;
  answers: { status: string; description: string; media: string[] }[];
  /** The fields of the object, or of each object of the list, that a good answer holds. */
  answered: CallField[];
  /** Sent by a native form only: programs use the methods that it stands for. */
  isFormOnly: boolean;
  /** An answer without end. */
  isStream: boolean;
};

export type CallBody = { fields: CallField[]; mayBeList: boolean };

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Every call of a document of this console, in its order of nouns. Pure. */
export function describeCalls(document: Document): Call[] {
  const reader = new SchemaReader(document.components.schemas as Record<string, Schema>);
  // safe because the document is our own, written by `buildDocument`
  const paths = Object.entries(document.paths as Record<string, Record<string, Operation>>);
  return paths.flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      return operation ? [toCall({ path, method, operation }, document, reader)] : [];
    }),
  );
}

type Content = Record<string, { schema?: Schema }>;
type Answer = { $ref?: string; description?: string; content?: Content };
type Operation = {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: "path" | "query"; required?: boolean; schema: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, Answer>;
};

function toCall(
  { path, method, operation }: { path: string; method: string; operation: Operation },
  document: Document,
  reader: SchemaReader,
): Call {
  const json = operation.requestBody?.content["application/json"]?.schema;
  const answers = Object.entries(operation.responses).map(([status, answer]) => ({
    status,
    description: (answer.$ref ? lookUp(document, answer.$ref) : answer).description ?? "",
    media: Object.keys(answer.content ?? {}),
  }));
  const good = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1];
  return {
    id: operation.operationId,
    noun: operation.tags?.[0] ?? "console",
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? "",
    role: /role (\w+)/.exec(operation.description ?? "")?.[1] ?? null,
    parameters: (operation.parameters ?? []).map((one) => ({
      name: one.name,
      type: typeInWords(one.schema),
      required: one.required ?? false,
      place: one.in,
    })),
    body: json ? { fields: reader.fields(json), mayBeList: reader.mayBeList(json) } : null,
    answers,
    answered: reader.answered(good?.content?.["application/json"]?.schema),
    isFormOnly: operation.requestBody !== undefined && json === undefined,
    isStream: answers.some(({ media }) => media.length === 1 && media[0] === "text/event-stream"),
  };
}

/** `#/components/responses/Refused404` → what stands there. */
function lookUp(document: Document, reference: string): Answer {
  const found = reference
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((at, name) => (at as Schema | undefined)?.[name], document);
  return (found ?? {}) as Answer; // safe because references lead to answers
}

class SchemaReader {
  readonly #named: Record<string, Schema>;

  constructor(named: Record<string, Schema>) {
    this.#named = named;
  }

  /** The shapes that a schema may have, the fullest first as the document has them. */
  #shapes(schema: Schema): Schema[] {
    if (typeof schema.$ref === "string") {
      const named = this.#named[schema.$ref.split("/").at(-1) ?? ""];
      return named ? this.#shapes(named) : [];
    }
    // safe because these hold schemas
    const choice = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
    return choice ? choice.flatMap((one) => this.#shapes(one)) : [schema];
  }

  fields(schema: Schema): CallField[] {
    const shapes = this.#shapes(schema);
    const shape = shapes.find((one) => one.properties) ?? this.#shapes((shapes[0]?.items ?? {}) as Schema)[0];
    const required = new Set((shape?.required ?? []) as string[]); // safe because JSON Schema says so
    return Object.entries((shape?.properties ?? {}) as Record<string, Schema>).map(([name, type]) => ({
      name,
      type: typeInWords(type),
      required: required.has(name),
    }));
  }

  mayBeList = (schema: Schema): boolean => this.#shapes(schema).some((shape) => shape.type === "array");

  answered(schema: Schema | undefined): CallField[] {
    if (!schema) return [];
    const shapes = this.#shapes(schema);
    const properties = shapes[0]?.properties as Record<string, Schema> | undefined; // safe because JSON Schema says so
    const items = properties?.results?.items as Schema | undefined; // safe as above
    return this.fields(items ?? schema);
  }
}
