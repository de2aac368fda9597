import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { cleanup, createEvent, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { SecretField } from "./field.tsx";

afterEach(cleanup);

it("a field for a secret hides what is entered, shows nothing that is stored, and takes what is pasted", () => {
  render(<SecretField label="Password" name="password" stored />);
  const field = screen.getByLabelText<HTMLInputElement>("Password");
  expect([field.type, field.value, field.maxLength]).toEqual(["password", "", -1]);
  const paste = createEvent.paste(field, { clipboardData: { getData: () => "wooden spoon orchestra" } });
  fireEvent(field, paste);
  expect(paste.defaultPrevented).toBe(false);
});

it("every field for a secret on any page is this one, and none refuses pasting", () => {
  const app = resolve(import.meta.dirname, "..");
  const others = globSync("**/*.tsx", { cwd: app }).filter((file) => !/\.test\.tsx$|^_ui\/field\.tsx$/.test(file));
  const texts = others.map((file) => [file, readFileSync(resolve(app, file), "utf8")] as const);
  expect(texts.filter(([, text]) => /type="password"|onPaste/.test(text)).map(([file]) => file)).toEqual([]);
  expect(texts.some(([, text]) => text.includes("<SecretField"))).toBe(true);
});
