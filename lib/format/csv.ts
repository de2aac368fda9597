import { stringify } from "csv-stringify/sync";

/** Lines of a CSV file. What a spreadsheet would take for a formula is led by an apostrophe. */
export const csvLines = (rows: readonly (readonly unknown[])[]): string =>
  stringify([...rows] as unknown[][], {
    escape_formulas: true,
    cast: { boolean: String, object: (value) => (Array.isArray(value) ? value.join(";") : JSON.stringify(value)) },
  });
