import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenDb } from "#db/client";
import { testDatabase } from "#db/testing";
import { keyring, parseKeyring, setKeyring } from "../crypto/keyring.ts";
import { seal } from "../crypto/seal.ts";
import { createEndpoint } from "../endpoints/create.ts";
import { proxmoxForSync } from "../endpoints/for-sync.ts";
import { getEndpoint } from "../endpoints/get.ts";
import { openEndpoint } from "../endpoints/open.ts";
import { updateEndpoint } from "../endpoints/update.ts";
import { checkEndpoint } from "../status/check.ts";
import { asAdmin, asOperator } from "../testing/actors.ts";
import { setUpProcess } from "../testing/process.ts";
import { assertKeysFit } from "./check-keys.ts";
import { rotateSecrets } from "./rotate.ts";
import { sealedColumns } from "./sealed-columns.ts";
import { keyUses } from "./status.ts";

const keyText = (kid: string, byte: number) => `${kid}:${Buffer.alloc(32, byte).toString("base64")}`;
const [old, fresh] = [keyText("old", 1), keyText("new", 2)];
const holds = (...keys: string[]) => setKeyring(parseKeyring(keys.join(",")));

let open: OpenDb;
let backendId: number;
const ctx = () => asAdmin(open.db);

beforeAll(async () => {
  setUpProcess();
  holds(old);
  open = await testDatabase();
  backendId = (await createEndpoint(ctx(), "backends", { name: "b", ip_address: "10.0.0.1", token: "k".repeat(40) }))
    .id;
});
afterAll(() => open.close());

let serial = 1;
const pve = async (password: string) =>
  (
    await createEndpoint(ctx(), "proxmox", {
      name: `pve-${++serial}`,
      ip_address: `10.1.0.${serial}`,
      username: "root@pam",
      password,
      token_name: "console",
      token_value: `value-of-${password}`,
    })
  ).id;
const passwordOf = async (id: number) => {
  const found = await openEndpoint(open.db, "proxmox", id);
  return found?.kind === "proxmox" ? found.endpoint.password : null;
};
/** So many endpoints at once, each with a secret of its own under the old key. */
const fill = (count: number) =>
  open.pool.query(
    `insert into proxmox_endpoints (name, ip_address, port, username)
     select 'bulk-' || $2 || '-' || n, '10.9.9.9', 8006, 'root@pam' from generate_series(1, $1::int) n`,
    [count, ++serial],
  );

describe("a rotation", () => {
  it("seals everything anew with the first key, and afterwards the old key is not needed", async () => {
    const ids = [await pve("password-one"), await pve("password-two")];
    holds(fresh, old);
    expect(await rotateSecrets(ctx())).toEqual({ kid: "new", resealed: 5, lost: [] });
    holds(fresh);
    expect(await Promise.all(ids.map(passwordOf))).toEqual(["password-one", "password-two"]);
    expect(await keyUses(ctx())).toEqual([{ kid: "new", secrets: 5, isKnown: true, isCurrent: true }]);
    expect((await rotateSecrets(ctx())).resealed).toBe(0);
    const { rows } = await open.pool.query("select after from audit_log where action = 'rotate' order by id limit 1");
    expect(rows[0]?.after).toEqual({ kid: "new", resealed: 5, lost: 0 });
  });

  it("goes on where one was stopped, and leaves alone what is saved meanwhile", async () => {
    holds(fresh);
    const first = await pve("password-three");
    await fill(1200);
    await sealInBulk();
    holds(old, fresh);
    let batches = 0;
    const stopped = rotateSecrets(ctx(), () => {
      batches += 1;
      if (batches === 3) throw new Error("stopped");
    });
    await expect(stopped).rejects.toThrow("stopped");
    const between = await keyUses(ctx());
    expect(between.every(({ secrets }) => secrets > 0)).toBe(true);
    const saving = updateEndpoint(ctx(), "proxmox", { id: first, body: { password: "saved meanwhile" } });
    await Promise.all([rotateSecrets(ctx()), saving]);
    holds(old);
    expect(await passwordOf(first)).toBe("saved meanwhile");
    expect(await keyUses(ctx())).toMatchObject([{ kid: "old", isKnown: true }]);
  });

  it("is for administrators", async () => {
    await expect(rotateSecrets(asOperator(open.db))).rejects.toMatchObject({ code: "forbidden" });
  });
});

/** Gives the rows of `fill` a password each, sealed by the key there is. */
async function sealInBulk(): Promise<void> {
  const { rows } = await open.pool.query("select id from proxmox_endpoints where sealed_password is null");
  const ids = rows.map(({ id }) => Number(id));
  const at = (rowId: number) => ({ table: "proxmox_endpoints", column: "sealed_password", rowId });
  const sealed = ids.map((id) => seal(keyring(), `bulk-password-${id}`, at(id)));
  await open.pool.query(
    `update proxmox_endpoints p set sealed_password = s.sealed
     from unnest($1::bigint[], $2::text[]) s (id, sealed) where p.id = s.id`,
    [ids, sealed],
  );
}

describe("a lost key", () => {
  it("is told per endpoint and secret, is no crash, and is mended by entering the secret again", async () => {
    holds(old);
    const id = await pve("password-four");
    holds(fresh);
    expect(await getEndpoint(ctx(), "proxmox", id)).toMatchObject({
      recovery_required: ["password", "token_value"],
      has_password: true,
    });
    const timing = { everyMs: 1000, now: () => new Date() };
    const check = await checkEndpoint(open.db, { service: "proxmox", id, timing, isAsked: true });
    expect(check).toMatchObject({ status: "error", detail: expect.stringContaining("Recovery required") });
    const [forSync] = await proxmoxForSync(open.db, { id: backendId }, [id]);
    expect(forSync).toMatchObject({ password: null, recovery: expect.stringContaining('key "old"') });
    const lost = (await rotateSecrets(ctx())).lost.filter((one) => one.id === id);
    expect(lost.map(({ column, kid }) => [column, kid])).toEqual([
      ["sealed_password", "old"],
      ["sealed_token_value", "old"],
    ]);
    const again = { password: "password-five", token_value: "value-again" };
    expect((await updateEndpoint(ctx(), "proxmox", { id, body: again })).recovery_required).toEqual([]);
    expect(await passwordOf(id)).toBe("password-five");
  });

  it("does not stop a process; a wrong key under a known name does, before it seals anything", async () => {
    holds(old);
    await assertKeysFit(open.db);
    holds(fresh, old);
    await assertKeysFit(open.db);
    holds(fresh);
    await assertKeysFit(open.db);
    holds(keyText("new", 9));
    await expect(assertKeysFit(open.db)).rejects.toThrow('the key "new" is not the one');
  });
});

it("the list of sealed columns is the one that the database has, for rotation, backup and restore alike", async () => {
  const { rows } = await open.pool.query(`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and starts_with(column_name, 'sealed_')`);
  const names = (places: readonly { table: string; column: string }[]) =>
    places.map(({ table, column }) => `${table}.${column}`).sort();
  expect(names(rows)).toEqual(names(sealedColumns));
});
