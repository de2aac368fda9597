import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CliError, exitCodes } from "./exit.ts";

/** A password from the first line of standard input, or typed twice and unseen at a terminal. Never from an argument. */
export async function readPassword(options: { fromStdin: boolean }): Promise<string> {
  if (options.fromStdin) return firstLine();
  if (!process.stdin.isTTY) {
    throw new CliError("There is no terminal to ask for a password; pass it with --password-stdin.", exitCodes.usage);
  }
  const password = await ask("Password: ");
  if (password !== (await ask("Again: "))) throw new CliError("The two passwords differ.", exitCodes.usage);
  return password;
}

async function firstLine(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const line = Buffer.concat(chunks).toString("utf8").split(/\r?\n/, 1)[0] ?? "";
  if (line === "") throw new CliError("--password-stdin: standard input is empty.", exitCodes.usage);
  return line;
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    return await reader.question("");
  } finally {
    reader.close();
    process.stderr.write("\n");
  }
}
