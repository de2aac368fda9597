import { describe, expect, it } from "vitest";
import type { Layer, WireCheck } from "../status/schema.ts";
import { clockOutcome } from "./clock-outcome.ts";
import { seeByHand, shell } from "./command.ts";
import { proxyOutcome } from "./console-checks.ts";
import { isHeld } from "./examine.ts";
import { type LayerStep, layerOutcome, type Place } from "./layer-outcome.ts";
import { weighed } from "./run.ts";
import type { Finding } from "./schema.ts";

const layer = (name: Layer["name"], status: Layer["status"], detail: string): Layer => ({
  name,
  status,
  detail,
  duration_ms: 1,
});
const good = [
  layer("dns", "success", "pve is 10.0.0.5"),
  layer("tcp", "success", "port 8006 is open"),
  layer("tls", "success", "certificate of pve"),
];
const check = (values: Partial<WireCheck>): WireCheck =>
  ({
    target_address: "pve.example",
    target_port: 8006,
    authentication: "pending",
    detail: "It stopped here.",
    layers: good,
    ...values,
  }) as WireCheck;
const place = (values: Partial<Place> = {}): Place => ({
  ...{ kind: "proxmox", name: "lab", scheme: "https", verifySsl: true, username: "sync@pve", tokenName: null },
  ...values,
});
const outcome = (step: LayerStep, values: Partial<WireCheck>, at = place()) => layerOutcome(step, check(values), at);

describe("a layer", () => {
  it("that fails names its cause, a remedy and a command", () => {
    const closed = [layer("tcp", "error", "nothing listens on this port (ECONNREFUSED)")];
    expect(outcome("tcp", { layers: closed })).toEqual({
      status: "failed",
      cause: "Nothing listens on this port (ECONNREFUSED).",
      remedy: "Start Proxmox VE, correct the port, or open it in the firewall between this machine and pve.example.",
      command: "nc -vz pve.example 8006",
    });
  });

  it("tells a refused sign-in of Proxmox from one that was never answered", () => {
    const refused = { layers: [...good, layer("login", "error", "HTTP 401")], authentication: "error" as const };
    expect(outcome("http", refused).status).toBe("ok");
    expect(outcome("login", refused)).toMatchObject({ status: "failed", command: "pveum user list" });
    expect(outcome("login", refused, place({ tokenName: "console" })).command).toBe(
      "pveum user token permissions sync@pve console",
    );
    const silent = { layers: [...good, layer("login", "error", "the certificate is not trusted")] };
    expect(outcome("http", silent)).toMatchObject({
      status: "failed",
      remedy: expect.stringContaining("CONSOLE_CA_FILE"),
    });
    expect(outcome("login", silent).status).toBe("skipped");
  });

  it("of NetBox takes a refused token for what it is, though the first answer refuses it", () => {
    const netbox = place({ kind: "netbox" });
    const refused = {
      layers: [...good, layer("http", "error", "HTTP 403: Invalid token.")],
      authentication: "error" as const,
    };
    expect(outcome("http", refused, netbox)).toEqual({ status: "ok", cause: "It answers." });
    expect(outcome("login", refused, netbox)).toMatchObject({ status: "failed", cause: "HTTP 403: Invalid token." });
    const broken = { layers: [...good, layer("http", "error", "HTTP 502")] };
    expect(outcome("http", broken, netbox).status).toBe("failed");
  });

  it("that was not reached is not judged", () => {
    expect(outcome("version", {})).toEqual({ status: "skipped", cause: "It stopped here." });
    expect(outcome("tls", {}, place({ scheme: "http" })).status).toBe("skipped");
  });

  it("warns of a certificate that ends soon", () => {
    const layers = [layer("tls", "warning", "the certificate of pve expires in 3 days, on 2026-11-28")];
    expect(outcome("tls", { layers })).toMatchObject({ status: "warning", remedy: "Renew the certificate." });
  });
});

describe("a command to copy", () => {
  it("quotes what somebody entered", () => {
    expect(shell("pveum", "a b", "it's; rm -rf /")).toBe(`pveum 'a b' 'it'\\''s; rm -rf /'`);
    expect(seeByHand.certificate("fd00::5", 8006)).toMatch(
      /^openssl s_client -connect '\[fd00::5\]:8006' <\/dev\/null/,
    );
  });
});

describe("clocks", () => {
  it("agree, warn from half a minute on, and fail from five", () => {
    expect([null, 400, -29_000, 31_000, -301_000].map((skew) => clockOutcome(skew).status)).toEqual([
      "skipped",
      "ok",
      "ok",
      "warning",
      "failed",
    ]);
    expect(clockOutcome(-301_000).cause).toBe("Its clock is 301 s behind ours.");
  });
});

describe("a proxy header", () => {
  it("of a peer that nobody trusts is a warning with the setting to copy", () => {
    expect(proxyOutcome(null).status).toBe("skipped");
    expect(proxyOutcome([]).status).toBe("ok");
    const found = proxyOutcome([{ address: "10.0.0.9", seenAt: new Date() }]);
    expect(found).toMatchObject({ status: "warning", command: "TRUSTED_PROXIES=10.0.0.9" });
  });
});

describe("an endpoint whose credential was refused", () => {
  const held = check({
    service: "proxmox",
    authentication: "error",
    checked_at: "2026-11-25T10:00:00.000Z",
    next_check_at: "2026-11-25T10:10:00.000Z",
  });
  const at = (time: string) => new Date(`2026-11-25T${time}:00.000Z`);
  it("is left alone until its pause is over or it was changed", () => {
    const unchanged = { updated_at: "2026-11-25T09:00:00.000Z" };
    expect(isHeld(held, unchanged, at("10:05"))).toBe(true);
    expect(isHeld(held, unchanged, at("10:11"))).toBe(false);
    expect(isHeld(held, { updated_at: "2026-11-25T10:04:00.000Z" }, at("10:05"))).toBe(false);
    expect(isHeld({ ...held, authentication: "success" }, unchanged, at("10:05"))).toBe(false);
  });

  it("is asked again where no try counts towards a lockout", () => {
    expect(isHeld({ ...held, service: "netbox" }, { updated_at: "2026-11-25T09:00:00.000Z" }, at("10:05"))).toBe(false);
  });
});

describe("our own way to a Proxmox", () => {
  const finding = (id: string, status: Finding["status"]): Finding => ({
    ...{
      id,
      status,
      cause: "No route.",
      title: id,
      remedy: null,
      command: null,
      offer: null,
      held_up: false,
      duration_ms: 1,
    },
    subject: { kind: "proxmox", endpoint_id: 1, name: "lab" },
  });
  it("is only a warning where the backend's works", () => {
    const statuses = (...findings: Finding[]) => weighed(findings).map(({ status }) => status);
    expect(statuses(finding("proxmox/1/tcp", "failed"), finding("proxmox/1/backend-login", "ok"))).toEqual([
      "warning",
      "ok",
    ]);
    expect(statuses(finding("proxmox/1/tcp", "failed"), finding("proxmox/1/backend-login", "failed"))).toEqual([
      "failed",
      "failed",
    ]);
    expect(statuses(finding("proxmox/1/plugin-row", "failed"), finding("proxmox/1/backend-login", "ok"))).toEqual([
      "failed",
      "ok",
    ]);
  });
});
