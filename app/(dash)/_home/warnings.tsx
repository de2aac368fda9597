import { TriangleAlert, X } from "lucide-react";
import { Link } from "#ui/link";
import type { HomeWarning } from "./home-warnings.ts";

const looks = { bad: "border-bad bg-bad-soft", warn: "border-warn bg-warn-soft" };

/** What is not well, before everything else. */
export function Warnings({ warnings }: { warnings: HomeWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className="mb-4 grid gap-2" aria-label="Warnings">
      {warnings.map((warning) => (
        <li
          key={warning.key}
          className={`flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border px-4 py-2.5 ${looks[warning.tone]}`}
        >
          {warning.tone === "bad" ? (
            <X size={14} aria-hidden className="text-bad" />
          ) : (
            <TriangleAlert size={14} aria-hidden className="text-warn" />
          )}
          <span className="min-w-0 flex-1 basis-52 break-words">
            <span className="sr-only">{warning.tone === "bad" ? "Problem: " : "Warning: "}</span>
            {warning.text}
          </span>
          <Link href={warning.href}>{warning.action}</Link>
        </li>
      ))}
    </ul>
  );
}
