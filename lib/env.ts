import { z } from "zod";
import { parseKeyring } from "./crypto/keyring.ts";
import { singleton } from "./singleton.ts";

const optional = z.string().trim().min(1).optional();
const port = z.coerce.number({ error: "expected a port number" }).int().min(1).max(65_535);
const cidrs = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(z.string().regex(/^[0-9a-fA-F.:]+(\/\d{1,3})?$/, "expected CIDRs such as 10.0.0.0/8")));

const DEFAULT_NETWORKS = "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 127.0.0.0/8 ::1/128 fc00::/7";

const PublicUrl = z
  .url({ protocol: /^https?$/, error: "expected an http or https URL" })
  .refine((text) => new URL(text).pathname === "/", "a path is not supported; use a host name of its own")
  .transform((text) => new URL(text).origin);

/** Every variable of the environment, parsed once; the defaults are those of the documentation. */
const Environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().trim().min(1).default("127.0.0.1"),
  WORKER_PORT: port.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "expected postgres://user:password@host:port/database" }),
  DATA_DIR: z.string().trim().min(1).default("./.data"),
  CONSOLE_SECRET_KEYS: z.string().transform((text, issue) => {
    try {
      return parseKeyring(text);
    } catch (error) {
      issue.addIssue({ code: "custom", message: error instanceof Error ? error.message : "unreadable" });
      return z.NEVER;
    }
  }),
  CONSOLE_PUBLIC_URL: PublicUrl.optional(),
  CONSOLE_ADMIN_USERNAME: optional,
  CONSOLE_ADMIN_PASSWORD: optional,
  PROXBOX_SYNC_JOB_TIMEOUT: z.coerce.number({ error: "expected seconds" }).int().min(1).default(7200),
  BACKEND_NETWORKS: cidrs.default(DEFAULT_NETWORKS.split(" ")),
  NETBOX_NETWORKS: cidrs.optional(),
  WEBHOOK_NETWORKS: cidrs.optional(),
  CONSOLE_CA_FILE: optional,
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_ROLE_CLAIM: optional,
  TRUSTED_PROXIES: cidrs.default([]),
  METRICS_TOKEN: z.string().min(16, "expected at least 16 characters").optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  TZ: optional,
});

export type Env = z.infer<typeof Environment>;

/** Names whose values must not be repeated in an error. */
const SECRET_NAMES = /SECRET|PASSWORD|TOKEN|DATABASE_URL/;

/** Parses an environment; throws one error that lists every wrong variable with what it was read as and what is accepted. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const result = Environment.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? "");
    const value = present[name];
    const shown = value === undefined ? "is not set" : SECRET_NAMES.test(name) ? "(hidden)" : `was read as "${value}"`;
    return `  ${name} ${shown}: ${issue.message}`;
  });
  throw new EnvError(`The environment is not usable:\n${lines.join("\n")}`);
}

export class EnvError extends Error {
  override name = "EnvError";
}

/** The environment of this process. Only composition roots call it. */
export function env(): Env {
  return singleton("env", () => parseEnv(process.env));
}
