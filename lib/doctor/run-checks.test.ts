import { describe, expect, it } from "vitest";
import { AppError } from "../errors.ts";
import { type Check, type Outcome, runChecks } from "./run-checks.ts";
import type { Finding, Subject } from "./schema.ts";

const lab: Subject = { kind: "proxmox", endpoint_id: 1, name: "lab" };
const box: Subject = { kind: "netbox", endpoint_id: 2, name: "box" };
const ok: Outcome = { status: "ok", cause: "fine" };
const bad: Outcome = { status: "failed", cause: "broken", remedy: "mend it", command: "mend" };

function check(id: string, needs: string[], outcome: Outcome | (() => Promise<Outcome>), subject = lab): Check {
  return {
    id,
    subject,
    title: `${id} holds`,
    needs,
    run: typeof outcome === "function" ? outcome : async () => outcome,
  };
}

const { signal } = new AbortController();
const told = (findings: Finding[]) => findings.map(({ id, status, cause }) => `${id} ${status}: ${cause}`);

describe("the doctor's checks", () => {
  it("are told in their order, whoever is ready first", async () => {
    const slow = Promise.withResolvers<Outcome>();
    const running = runChecks([check("a", [], () => slow.promise), check("b", [], ok, box), check("c", [], ok)], {
      signal,
    });
    slow.resolve({ status: "ok", cause: "late" });
    expect(told(await running)).toEqual(["a ok: late", "b ok: fine", "c ok: fine"]);
  });

  it("run one after the other for one endpoint, and side by side for several", async () => {
    const seen: string[] = [];
    const first = Promise.withResolvers<Outcome>();
    const other = Promise.withResolvers<void>();
    const noted = (id: string, subject: Subject, result: Promise<Outcome>) =>
      check(
        id,
        [],
        () => {
          seen.push(id);
          if (id === "other") other.resolve();
          return result;
        },
        subject,
      );
    const done = Promise.resolve(ok);
    const checks = [noted("first", lab, first.promise), noted("second", lab, done), noted("other", box, done)];
    const running = runChecks(checks, { signal });
    await other.promise;
    expect(seen).toEqual(["first", "other"]);
    first.resolve(ok);
    await running;
    expect(seen).toEqual(["first", "other", "second"]);
  });

  it("are skipped when their premise failed, and name the one that did, also further down", async () => {
    const findings = await runChecks(
      [check("dns", [], bad), check("tcp", ["dns"], ok), check("login", ["tcp"], ok), check("row", [], ok)],
      { signal },
    );
    const because = "Not checked, because “dns holds” failed for lab.";
    expect(told(findings)).toEqual([
      `dns failed: broken`,
      `tcp skipped: ${because}`,
      `login skipped: ${because}`,
      "row ok: fine",
    ]);
    expect(findings[0]).toMatchObject({ remedy: "mend it", command: "mend" });
  });

  it("go on after a warning", async () => {
    const findings = await runChecks([check("a", [], { status: "warning", cause: "odd" }), check("b", ["a"], ok)], {
      signal,
    });
    expect(told(findings)).toEqual(["a warning: odd", "b ok: fine"]);
  });

  it("take a refusal of an endpoint for a failure, and a fault of ours for none", async () => {
    const refused = async () => {
      throw new AppError("backend_refused", "HTTP 403");
    };
    expect(told(await runChecks([check("a", [], refused)], { signal }))).toEqual(["a failed: HTTP 403"]);
    const wrong = async () => {
      throw new TypeError("a bug");
    };
    await expect(runChecks([check("a", [], wrong)], { signal })).rejects.toThrow("a bug");
  });

  it("are skipped when the time of the run is over", async () => {
    const stop = new AbortController();
    const cut = async () => {
      stop.abort();
      throw new Error("aborted");
    };
    const findings = await runChecks([check("a", [], cut), check("b", [], ok)], { signal: stop.signal });
    expect(findings.map(({ status }) => status)).toEqual(["skipped", "skipped"]);
    expect(findings[1]?.cause).toContain("the time of this run was over");
  });

  it("that wait for ever end with the time of the run", async () => {
    const stop = new AbortController();
    const hangs = () => {
      queueMicrotask(() => stop.abort());
      return new Promise<Outcome>(() => {});
    };
    expect(told(await runChecks([check("a", [], hangs)], { signal: stop.signal }))[0]).toContain(
      "a skipped: Not checked",
    );
  });

  it("cannot need what does not come before them", async () => {
    await expect(runChecks([check("b", ["a"], ok), check("a", [], ok)], { signal })).rejects.toThrow(
      "check b needs a, which does not come before it",
    );
  });
});
