import { describe, expect, it } from "vitest";
import { WebhookInput, WebhookPatch } from "./schema.ts";

const input = { name: "pager", target_url: "https://pager.example/hook" };
const problemOf = (result: { error?: { issues: { message: string }[] } }) => result.error?.issues[0]?.message;

describe("a webhook of no event", () => {
  it("is refused in words, whether the form sent nothing or nothing chosen", () => {
    expect(problemOf(WebhookInput.safeParse(input))).toBe("choose at least one event");
    expect(problemOf(WebhookInput.safeParse({ ...input, events: "" }))).toBe("choose at least one event");
    expect(problemOf(WebhookPatch.safeParse({ events: "" }))).toBe("choose at least one event");
  });

  it("is not meant by a change that names none", () => {
    expect(WebhookPatch.safeParse({ name: "chat" })).toMatchObject({ success: true, data: { name: "chat" } });
  });
});
