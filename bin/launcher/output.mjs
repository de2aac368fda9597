const WIDTH = 9;
const COLORS = { launcher: 36, web: 32, worker: 35, database: 34, simulator: 33 };
const HIDDEN = new Set(["level", "time", "msg", "process", "pid", "name", "v"]);

const isColored = () => Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
const paint = (code, text) => (isColored() ? `\u001B[${code}m${text}\u001B[0m` : text);

/** Writes one line of a process with its name before it; JSON log lines become readable ones. */
export function printLine(name, line) {
  process.stdout.write(`${paint(COLORS[name] ?? 37, name.padEnd(WIDTH))} │ ${readableLine(line)}\n`);
}

/** A function that takes chunks of output and prints whole lines, except those for which `onLine` returns true. */
export function linePrinter(name, onLine = () => {}) {
  let rest = "";
  return (chunk) => {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.filter((text) => text.trim() !== "")) {
      if (onLine(line) !== true) printLine(name, line);
    }
  };
}

/** `12:30:01 warn  lost the backend jobId=7`, from a JSON log line; any other line as it is. */
export function readableLine(line) {
  const entry = parse(line);
  if (!entry) return line;
  const time = String(entry.time ?? "").slice(11, 19);
  const level = entry.level === "info" ? "" : `${entry.level} `;
  const fields = Object.entries(entry)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, value]) => `${key}=${shown(value)}`);
  const isBad = entry.level === "error" || entry.level === "fatal";
  const stack = isBad && typeof entry.err?.stack === "string" ? `\n${entry.err.stack}` : "";
  return [time, `${level}${entry.msg ?? ""}`, ...fields].filter(Boolean).join(" ") + stack;
}

function parse(line) {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(line);
    return typeof entry.level === "string" ? entry : undefined;
  } catch {
    return undefined;
  }
}

function shown(value) {
  if (value && typeof value === "object" && typeof value.message === "string") return JSON.stringify(value.message);
  if (typeof value === "string") return /^[\w.:/@-]+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value);
}
