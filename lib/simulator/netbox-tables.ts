import { SyncError } from "./sync-error.ts";

export type Row = { id: number; [key: string]: unknown };
export type Values = Record<string, unknown>;
export type Action = "created" | "updated" | "unchanged";
export type Ref = { id: number; url: string; display: string; [key: string]: unknown };
export type WriteFailure = { table: string; status: number; detail: string };

/** The rows of the simulated NetBox, by API path without `/api/` and slashes at the ends: `dcim/devices`. */
export class NetboxTables {
  url: string;
  #tables = new Map<string, Map<number, Row>>();
  #sequences = new Map<string, number>();
  #failures: WriteFailure[] = [];

  constructor(url: string) {
    this.url = url;
  }

  list(table: string): Row[] {
    return [...(this.#tables.get(table)?.values() ?? [])];
  }

  get(table: string, id: number): Row | undefined {
    return this.#tables.get(table)?.get(id);
  }

  find(table: string, match: Values): Row | undefined {
    return this.list(table).find((row) => fits(row, match));
  }

  insert(table: string, values: Values): Row {
    this.#assertWritable(table);
    const id = (this.#sequences.get(table) ?? 0) + 1;
    this.#sequences.set(table, id);
    const row: Row = { ...values, id };
    const rows = this.#tables.get(table) ?? new Map<number, Row>();
    rows.set(id, row);
    this.#tables.set(table, rows);
    return row;
  }

  patch(table: string, id: number, values: Values): Row | undefined {
    this.#assertWritable(table);
    const row = this.get(table, id);
    return row && Object.assign(row, values, { id });
  }

  remove(table: string, id: number): boolean {
    this.#assertWritable(table);
    return this.#tables.get(table)?.delete(id) ?? false;
  }

  /** Creates or changes the row that `match` names. Throws as the backend does when NetBox refuses the table. */
  upsert(table: string, match: Values, values: Values): { row: Row; action: Action } {
    const found = this.find(table, match);
    if (!found) return { row: this.insert(table, { ...match, ...values }), action: "created" };
    this.#assertWritable(table);
    if (fits(found, values)) return { row: found, action: "unchanged" };
    return { row: Object.assign(found, values), action: "updated" };
  }

  /** A row as other rows show it. */
  ref(table: string, row: Row): Ref {
    const shown: Ref = { id: row.id, url: `${this.url}/api/${table}/${row.id}/`, display: display(row) };
    for (const key of ["slug", "model", "name", "address"]) if (row[key] !== undefined) shown[key] = row[key];
    return shown;
  }

  /** A row as the API answers it. */
  show(table: string, row: Row): Row {
    const { id, ...rest } = row;
    return {
      ...rest,
      id,
      url: `${this.url}/api/${table}/${id}/`,
      display: display(row),
      display_url: `${this.url}/${table}/${id}/`,
      custom_fields: row.custom_fields ?? {},
    };
  }

  /** Every call on this table answers `status` from now on; `null` mends all. */
  fail(failure: WriteFailure | null): void {
    this.#failures = failure ? [...this.#failures, failure] : [];
  }

  failureOf(table: string): WriteFailure | undefined {
    return this.#failures.find((failure) => table === failure.table || failure.table === "*");
  }

  dump(): Record<string, Row[]> {
    return Object.fromEntries([...this.#tables.keys()].map((table) => [table, this.list(table)]));
  }

  load(dump: Record<string, Row[]>): void {
    for (const [table, rows] of Object.entries(dump)) {
      this.#tables.set(table, new Map(rows.map((row) => [row.id, row])));
      this.#sequences.set(table, Math.max(0, ...rows.map((row) => row.id)));
    }
  }

  #assertWritable(table: string): void {
    const failure = this.failureOf(table);
    if (failure) throw new SyncError("NetBox REST request failed", failure.detail, failure.status);
  }
}

function fits(row: Row, values: Values): boolean {
  for (const key in values) {
    const [mine, theirs] = [row[key], values[key]];
    if (mine === theirs) continue;
    if (mine === null || typeof mine !== "object" || typeof theirs !== "object") return false;
    if (JSON.stringify(mine) !== JSON.stringify(theirs)) return false;
  }
  return true;
}

function display(row: Row): string {
  return String(row.display ?? row.name ?? row.model ?? row.address ?? row.id);
}
