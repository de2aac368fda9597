import { type Command, Option } from "commander";
import { z } from "zod";
import { CliError, exitCodes, refusalText } from "./exit.ts";

const REQUEST_TIMEOUT_MS = 30_000;
const Problem = z.object({
  detail: z.string().optional(),
  title: z.string().optional(),
  errors: z.record(z.string(), z.array(z.string())).optional(),
});

export type RemoteOptions = { url?: string; token?: string };

/** `--url` and `--token`: a console elsewhere instead of the one on this machine. */
export const addRemoteOptions = (command: Command): Command =>
  command
    .option("--url <origin>", "a console elsewhere, e.g. https://console.example")
    .addOption(new Option("--token <token>", "an API token of that console").env("PROXBOX_CONSOLE_TOKEN"));

/** The console that the options name; null when it is this machine's. */
export function remoteOf(options: RemoteOptions): { url: string; token: string } | null {
  const { url, token } = options;
  if (!url) return null;
  if (!URL.canParse(url)) throw new CliError(`--url: "${url}" is not a URL.`, exitCodes.usage);
  if (!token) throw new CliError("--url needs --token (or PROXBOX_CONSOLE_TOKEN).", exitCodes.usage);
  return { url, token };
}

/** `url` is the console's origin, `token` an API token of it. With a body it is a POST. */
export function remoteConsole(url: string, token: string) {
  return async <T>(
    path: string,
    schema: z.ZodType<T>,
    options: { body?: unknown; timeoutMs?: number } = {},
  ): Promise<T> => {
    const { body, timeoutMs = REQUEST_TIMEOUT_MS } = options;
    const response = await fetch(new URL(path, url), {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${token}`, accept: "application/json", "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "manual",
    }).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new CliError(`${url} cannot be reached: ${cause}`);
    });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) {
      const problem = Problem.safeParse(answer).data;
      const message = problem?.detail ?? problem?.title ?? "it did not say why";
      throw new CliError(
        `${url} answered ${response.status}: ${refusalText(message, problem?.errors)}`,
        response.status === 400 ? exitCodes.usage : exitCodes.failed,
      );
    }
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw new CliError(`${url}${path} does not answer like a Proxbox Console.`);
    return parsed.data;
  };
}
