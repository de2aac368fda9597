import { z } from "zod";
import { parseKeyring } from "./crypto/keyring.ts";
import { isRange } from "./net/is-range.ts";
import { singleton } from "./singleton.ts";

const optional = z.string().trim().min(1).optional();
const port = z.coerce.number({ error: "expected a port number" }).int().min(1).max(65_535);
const cidrs = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(z.string().refine(isRange, "expected CIDRs such as 10.0.0.0/8")));

const DEFAULT_NETWORKS = "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 127.0.0.0/8 ::1/128 fc00::/7";

const PublicUrl = z
  .url({ protocol: /^https?$/, error: "expected an http or https URL" })
  .refine((text) => new URL(text).pathname === "/", "a path is not supported; use a host name of its own")
  .transform((text) => new URL(text).origin);

const RoleName = z.enum(["viewer", "operator", "admin"]);

/** `netops=operator,infra=admin`: which value of the role claim gives which role. */
const roleNames = z.string().transform((text, issue) => {
  const pairs = text.split(",").map((pair) => pair.split("=").map((part) => part.trim()));
  const wrong = pairs.find(([value, role, ...rest]) => !value || !RoleName.safeParse(role).success || rest.length > 0);
  if (!wrong) return Object.fromEntries(pairs) as Record<string, z.infer<typeof RoleName>>; // safe because every role was parsed
  issue.addIssue({ code: "custom", message: "expected value=role,…; a role is viewer, operator or admin" });
  return z.NEVER;
});

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const Issuer = z
  .url({ protocol: /^https?$/, error: "expected an https URL" })
  .refine(
    (text) => text.startsWith("https:") || LOOPBACK.test(new URL(text).hostname),
    "expected https; http is for a provider on this machine only",
  );

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
  OIDC_ISSUER: Issuer.optional(),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_ROLE_CLAIM: z.string().trim().min(1).default("role"),
  OIDC_ROLES: roleNames.optional(),
  OIDC_SCOPES: z
    .string()
    .trim()
    .regex(/\bopenid\b/, "expected scopes with openid among them")
    .default("openid profile email"),
  TRUSTED_PROXIES: cidrs.default([]),
  METRICS_TOKEN: z.string().min(16, "expected at least 16 characters").optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  TZ: optional,
});

export type Env = z.infer<typeof Environment>;

/** Variables that make sense only together. */
const Whole = Environment.superRefine((env, issue) => {
  if (Boolean(env.OIDC_ISSUER) === Boolean(env.OIDC_CLIENT_ID)) return;
  const [set, missing] = env.OIDC_ISSUER ? ["OIDC_ISSUER", "OIDC_CLIENT_ID"] : ["OIDC_CLIENT_ID", "OIDC_ISSUER"];
  issue.addIssue({ code: "custom", path: [missing], message: `${set} is set, and needs it` });
});

/** Names whose values must not be repeated in an error. */
const SECRET_NAMES = /SECRET|PASSWORD|TOKEN|DATABASE_URL/;

/** Parses an environment; throws one error that lists every wrong variable with what it was read as and what is accepted. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const result = Whole.safeParse(present);
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
