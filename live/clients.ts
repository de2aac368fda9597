import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { systemActor } from "#lib/auth/schema";
import { createSchedule } from "#lib/schedules/save";
import { asAdmin } from "#lib/testing/actors";
import { issueToken } from "#lib/tokens/issue";
import { createUser } from "#lib/users/create-user";
import { openWorld, PASSWORD, type World } from "../e2e/world.ts";
import { installPackages } from "./python.ts";

const run = promisify(execFile);
const PACKAGES = ["pynetbox==7.9.0", "schemathesis==4.32.5"];
/** What a program may rely on. Rules about which input is good are the schemas' own business: they parse it. */
const CHECKS = [
  "whole_without_choice",
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "unsupported_method",
  "ignored_auth",
];
const SEED = 20_251_125;
/** New examples of each operation beside those that the document itself suggests. */
const MAX_EXAMPLES = 2;
/** Of the cases that it derives from the document, so that the run takes a minute; ONE_IN=1 in the environment sends all. */
const ONE_IN = "2";
const LIMIT_MS = 5 * 60_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** Ends the own session's rights, streams without end, or is no JSON for programs. */
const LEFT_OUT = /stream$|\/events$|^\/logout$|^\/preferences$|^\/api\/session\/|^\/api\/me\/password$/;
export type ClientsRig = { python: string; folder: string; url: string; token: string; close: () => Promise<void> };
export type ClientScenario = { name: string; run: (rig: ClientsRig) => Promise<void> };

/** A console over simulated services, with an inventory, a job that has ended and a token of an administrator. */
export async function openClientsRig(folder: string): Promise<ClientsRig> {
  mkdirSync(folder, { recursive: true });
  const python = installPackages(folder, { name: "clients", packages: PACKAGES });
  const world = await openWorld(0);
  const token = await tokenOfNobody(world);
  await createSchedule(asAdmin(world.open.db), { name: "nightly", cron: "0 3 * * *" });
  await world.run();
  return { python, folder, url: world.url, token, close: world.close };
}

/** A token that no made-up id is likely to delete, nor its owner. */
async function tokenOfNobody(world: World): Promise<string> {
  for (const table of ["users", "api_tokens"])
    await world.open.pool.query(`alter table ${table} alter column id restart with 987654321`);
  const system = { db: world.open.db, actor: systemActor("live") };
  const owner = await createUser(system, { username: "clients", password: PASSWORD, role: "admin" });
  return (await issueToken(system, { name: "clients", role: "admin" }, owner.id)).token;
}

export const clientScenarios: ClientScenario[] = [
  {
    name: "pynetbox works unmodified",
    async run(rig) {
      await python(rig, [join(import.meta.dirname, "clients/pynetbox_walk.py"), rig.url, rig.token]);
    },
  },
  {
    name: "schemathesis finds no server error and no answer that the document does not know",
    async run(rig) {
      const config = join(rig.folder, "schemathesis.toml");
      writeFileSync(config, "");
      const args = [
        "-m",
        "schemathesis.cli",
        ...["--config-file", config, "run", `${rig.url}/api/openapi.json`],
        ...["--header", `Authorization: Bearer ${rig.token}`],
        ...["--checks", CHECKS.join(","), "--exclude-path-regex", LEFT_OUT.source],
        ...["--seed", String(SEED), "--max-examples", String(MAX_EXAMPLES), "--phases", "examples,coverage,fuzzing"],
        ...["--workers", "2", "--no-shrink", "--continue-on-failure"],
        ...["--suppress-health-check", "all", "--generation-database", "none", "--request-timeout", "20", "--no-color"],
      ];
      const hooks = join(import.meta.dirname, "clients/schemathesis_hooks.py");
      await python(rig, args, { SCHEMATHESIS_HOOKS: hooks, ONE_IN: process.env.ONE_IN ?? ONE_IN });
      const me = await fetch(`${rig.url}/api/me`, { headers: { authorization: `Bearer ${rig.token}` } });
      if (me.status !== 200) throw new Error(`The run took its own token away (${me.status}): it proves nothing.`);
    },
  },
];

async function python(rig: ClientsRig, args: string[], own: Record<string, string> = {}): Promise<void> {
  try {
    const env = { ...process.env, ...own };
    await run(rig.python, args, { timeout: LIMIT_MS, maxBuffer: MAX_OUTPUT_BYTES, cwd: rig.folder, env });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string }; // safe because execFile adds them
    const file = join(rig.folder, "last-failure.txt");
    writeFileSync(file, `${stdout}\n${stderr}`);
    throw new Error(`${`${stdout}\n${stderr}`.slice(-6_000)}\n(all of it: ${file})`, { cause: error });
  }
}
