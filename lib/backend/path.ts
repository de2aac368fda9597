import { AppError } from "../errors.ts";

/** A path from segments that may hold anything a person or Proxmox named; none of them can lead to another path. */
export function pathOf(...segments: (string | number)[]): string {
  return segments
    .map((segment) => {
      const text = String(segment);
      // A URL resolves dots also when they are encoded, and a server decodes slashes before it chooses a route.
      if (text === "" || text === "." || text === ".." || /[/\\]/.test(text)) {
        throw new AppError("invalid", `"${text}" cannot be part of a backend path.`);
      }
      return encodeURIComponent(text);
    })
    .join("/");
}
