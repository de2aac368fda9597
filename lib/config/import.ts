import { inTransaction, type Tx } from "#db/client";
import { recordAudit } from "../audit/record.ts";
import { requirePermission } from "../auth/require.ts";
import type { Actor } from "../auth/schema.ts";
import type { Ctx } from "../ctx.ts";
import { secretInputs } from "../endpoints/schema.ts";
import { assertConfirmed, credentialWords, listSendings, newSendings, type Sending } from "../endpoints/sendings.ts";
import { type AppError, isAppError } from "../errors.ts";
import type { InputProblem } from "../parse-input.ts";
import { type Applied, type Step, stepsOf } from "./apply.ts";
import { readHere } from "./here.ts";
import { type ParsedConfig, parseConfig } from "./parse.ts";
import type { ConfigImport, ConfigImportInput } from "./schema.ts";

/** Takes back everything that a dry run did. */
class DryRunOver extends Error {
  readonly result: ConfigImport;
  constructor(result: ConfigImport) {
    super("dry run");
    this.result = result;
  }
}

/**
 * Creates and changes what the document names, all or nothing; what it does not name stays. A dry run does the same and
 * takes it back, so that what it tells is what would happen. Throws one `invalid` with every message at its path.
 */
export async function importConfig(ctx: Ctx, input: ConfigImportInput): Promise<ConfigImport> {
  requirePermission(ctx.actor, "config:manage");
  const config = parseConfig(input.document);
  try {
    return await inTransaction(ctx.db, async (tx) => {
      const before = await listSendings(tx);
      const applied = await applyAll({ ...ctx, actor: confirmed(ctx.actor) }, tx, config);
      const sendings = newSendings(before, await listSendings(tx)).filter((one) => !isMade(applied, one));
      const result = toResult(applied, sendings, input.dry_run);
      if (input.dry_run) throw new DryRunOver(result);
      if (result.asks_password) assertConfirmed(ctx.actor, sendings);
      await recordAudit({ ...ctx, db: tx }, { action: "import", objectType: "config", after: summary(result) });
      return result;
    });
  } catch (error) {
    if (error instanceof DryRunOver) return error.result;
    throw error;
  }
}

/** Each verb would ask for the password by itself; an import asks once, at its end, for everything together. */
const confirmed = (actor: Actor): Actor =>
  actor.kind === "user" ? { ...actor, reauthenticatedAt: new Date() } : actor;

async function applyAll(ctx: Ctx, tx: Tx, config: ParsedConfig): Promise<Applied[]> {
  const here = await readHere({ ...ctx, db: tx });
  const applied: Applied[] = [];
  const problems: InputProblem[] = [];
  let failed: Step["kind"] | null = null;
  for (const step of stepsOf(config, here)) {
    // What comes later may refer to what failed; its own faults would be told among consequences.
    if (failed && failed !== step.kind) break;
    try {
      // A savepoint: what one object left half done must not spoil the judgement of the next.
      applied.push(await tx.transaction((point) => step.apply({ ...ctx, db: point })));
    } catch (error) {
      if (!isAppError(error) || error.code === "internal") throw error;
      problems.push(...problemsAt(step, error));
      failed = step.kind;
    }
  }
  if (problems.length > 0) throw config.refuse(problems);
  return applied;
}

function problemsAt({ path, places }: Step, error: AppError): InputProblem[] {
  if (!error.fields) return [{ path, message: error.message }];
  return Object.entries(error.fields).map(([name, messages]) => ({
    path: [...path, ...partsOf(places[name] ?? name)],
    message: `${messages.join("; ")}${isSecretInput(name) ? ", on its page: a configuration holds no secrets" : ""}`,
  }));
}

/** `params.proxmox_endpoints[2]` → its parts. */
const partsOf = (field: string): PropertyKey[] =>
  field.split(/[.[\]]+/).flatMap((part) => (part === "" ? [] : [/^\d+$/.test(part) ? Number(part) : part]));

const isSecretInput = (name: string): boolean =>
  name === "secret" || Object.values(secretInputs).some((names) => (names as readonly string[]).includes(name));

/** An endpoint that was just made has no secret that could be sent. */
const isMade = (applied: readonly Applied[], { kind, id }: Sending): boolean =>
  applied.some((one) => one.action === "create" && one.kind === kind && one.id === id);

function toResult(applied: readonly Applied[], sendings: readonly Sending[], isDry: boolean): ConfigImport {
  const count = (action: Applied["action"]) => applied.filter((one) => one.action === action).length;
  return {
    dry_run: isDry,
    counts: { create: count("create"), update: count("update"), unchanged: count("unchanged") },
    changes: applied.map(({ id: _, ...change }) => change),
    sendings: sendings.map((one) => `${credentialWords(one)} → backend ${one.backendName}`),
    asks_password: sendings.length > 0 || applied.some((one) => one.kind === "backends" && one.action !== "unchanged"),
  };
}

/** The verbs have written down every field; this says that it was one import. */
const summary = ({ counts, changes }: ConfigImport) => ({
  ...counts,
  changed: changes.filter((one) => one.action !== "unchanged").map((one) => `${one.action} ${one.kind} ${one.name}`),
});
