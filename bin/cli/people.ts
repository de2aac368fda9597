import { type Command, Option } from "commander";
import { roles } from "#lib/auth/schema";
import type { listUsers } from "#lib/users/list";
import { print } from "./exit.ts";
import { onThisMachine } from "./on-this-machine.ts";
import { readPassword } from "./read-password.ts";

/** The verbs about people and their tokens. */
const people = async () => ({
  ...(await import("#lib/users/create-user")),
  ...(await import("#lib/users/list")),
  ...(await import("#lib/users/set-password")),
  ...(await import("#lib/tokens/issue")),
});

const roleOption = () => new Option("--role <role>", "what the account may do").choices([...roles]);

/** `user create|list|passwd` and `token create`. */
export function addPeopleCommands(program: Command): void {
  const user = program.command("user").description("accounts of this console");
  user
    .command("create")
    .description("create an account; asks for its password")
    .requiredOption("--username <name>")
    .addOption(roleOption().makeOptionMandatory())
    .option("--password-stdin", "read the password from the first line of standard input", false)
    .action(async (options: { username: string; role: string; passwordStdin: boolean }) => {
      const password = await readPassword({ fromStdin: options.passwordStdin });
      const { username, role } = options;
      const created = await onThisMachine(people, (ctx, { createUser }) =>
        createUser(ctx, { username, role, password }),
      );
      print(`Created ${created.username} (${created.role}).`);
    });
  user
    .command("list")
    .description("list the accounts")
    .option("--json", "as JSON", false)
    .action(async (options: { json: boolean }) => {
      const users = await onThisMachine(people, (ctx, verbs) => verbs.listUsers(ctx));
      if (options.json) print(JSON.stringify(users, null, 2));
      else for (const one of users) print(userLine(one));
    });
  user
    .command("passwd")
    .description("give an account a new password, and end its sessions")
    .requiredOption("--username <name>")
    .option("--password-stdin", "read the password from the first line of standard input", false)
    .action(async (options: { username: string; passwordStdin: boolean }) => {
      const password = await readPassword({ fromStdin: options.passwordStdin });
      await onThisMachine(people, async (ctx, { getUserByName, setPassword }) =>
        setPassword(ctx, (await getUserByName(ctx, options.username)).id, password),
      );
      print(`The password of ${options.username} is changed, its sessions are ended.`);
    });

  const token = program.command("token").description("tokens for the HTTP interface");
  token
    .command("create")
    .description("create a token of a user and print it, once")
    .requiredOption("--user <name>")
    .requiredOption("--name <name>", "what it is for")
    .addOption(roleOption().default("viewer"))
    .action(async (options: { user: string; name: string; role: string }) => {
      const { name, role } = options;
      const issued = await onThisMachine(people, async (ctx, { getUserByName, issueToken }) => {
        const owner = await getUserByName(ctx, options.user);
        return issueToken(ctx, { name, role }, owner.id);
      });
      print(issued.token);
    });
}

function userLine(user: Awaited<ReturnType<typeof listUsers>>[number]): string {
  const state = user.enabled ? "" : " (disabled)";
  return `${user.username}\t${user.role}${state}\tlast sign-in ${user.last_sign_in_at ?? "never"}`;
}
