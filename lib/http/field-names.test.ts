import { expect, it } from "vitest";
import { ObjectQuery } from "./answer.ts";

it.each(["", "id", "id,name", "id, display_url"])("takes names of fields: %j", (fields) => {
  expect(ObjectQuery.parse({ fields })).toEqual({ fields });
});

it.each(["ä", "id;name", "id\n", "a".repeat(2001), "%00", "🙂"])("refuses what no field is named: %j", (fields) => {
  expect(ObjectQuery.safeParse({ fields }).success).toBe(false);
});
