import { describe, expect, it } from "vitest";
import { rememberSecret } from "../redact.ts";
import { readProblem } from "./envelope.ts";

const problem = (status: number, body: unknown) => readProblem(status, JSON.stringify(body), "application/json");

describe("an error body of the backend", () => {
  it.each([
    [
      "its own exception",
      {
        message: "No NetBox endpoint found",
        detail: "Please add a NetBox endpoint in the database",
        python_exception: null,
      },
      ["No NetBox endpoint found", "Please add a NetBox endpoint in the database"],
    ],
    [
      "an exception without detail",
      { message: "Could not return Proxmox Sessions", detail: null, python_exception: null },
      ["Could not return Proxmox Sessions", null],
    ],
    ["a plain detail", { detail: "Proxmox endpoint not found" }, ["Proxmox endpoint not found", null]],
    [
      "an unhandled exception",
      { message: "Internal server error", detail: "An unexpected error occurred.", python_exception: null },
      ["Internal server error", "An unexpected error occurred."],
    ],
    [
      "a validation list of the older release",
      { detail: [{ type: "missing", loc: ["query", "cluster_name"], msg: "Field required", input: null }] },
      ["query.cluster_name: Field required", null],
    ],
    [
      "a validation list of the newer release",
      { detail: [{ type: "request_validation_error", loc: ["body"], msg: "Request validation failed." }] },
      ["body: Request validation failed.", null],
    ],
    [
      "a detail with code and message",
      { detail: { code: "last_active_api_key_required", message: "Create another active API key first." } },
      ["Create another active API key first.", null],
    ],
    [
      "a detail with reason and detail",
      { detail: { reason: "actor_required", detail: "Proxmox writes require the X-Proxbox-Actor header." } },
      ["Proxmox writes require the X-Proxbox-Actor header.", null],
    ],
    [
      "a verb's top-level reason",
      { reason: "endpoint_not_found", detail: "No endpoint 7." },
      ["endpoint_not_found", "No endpoint 7."],
    ],
    [
      "a detail that only holds facts",
      { message: "NetBox REST request failed", detail: { endpoint: "/api/dcim/devices/", status_code: 500 } },
      ["NetBox REST request failed", '{"endpoint":"/api/dcim/devices/","status_code":500}'],
    ],
    [
      "an individual sync's error",
      { error: "No Proxmox session found for cluster: X" },
      ["No Proxmox session found for cluster: X", null],
    ],
    ["nothing usable", {}, ["HTTP 500", null]],
  ])("of %s becomes a message and a detail", (_name, body, [message, detail]) => {
    expect(problem(500, body)).toMatchObject({ message, detail, isKeyProblem: false });
  });

  it("is an API-key problem only for a 401 whose detail is a text about the API key", () => {
    for (const detail of [
      "No API key configured. Register a key via POST /auth/register-key or use an existing key.",
      "API key required. 4 attempts remaining.",
      "Invalid API key.",
    ]) {
      expect(problem(401, { detail }).isKeyProblem).toBe(true);
      expect(problem(403, { detail }).isKeyProblem).toBe(false);
    }
    expect(problem(401, { detail: { message: "API key" } }).isKeyProblem).toBe(false);
    expect(problem(401, { detail: "permission denied" }).isKeyProblem).toBe(false);
    expect(readProblem(401, "API key required", "text/plain").isKeyProblem).toBe(false);
  });

  it.each([
    [401, "Proxmox refused the user name, password or token of this endpoint (HTTP 401)"],
    [403, "Proxmox accepted the login and refused the rights it needs (HTTP 403)"],
    [596, "Proxmox could not be reached or refused the session (HTTP 596)"],
    [undefined, "Proxmox could not be reached or refused the session"],
  ])("of a Proxmox session that failed with %s says what Proxmox did", (upstream, meaning) => {
    const detail = {
      reason: "proxmox_session_acquisition_failed",
      error_type: "ProxboxException",
      upstream_status: upstream,
    };
    expect(problem(502, { message: "Could not return Proxmox Sessions", detail })).toMatchObject({
      message: "Could not return Proxmox Sessions",
      detail: meaning,
      upstreamStatus: upstream ?? null,
      isKeyProblem: false,
    });
  });

  it("keeps the state that /health gives", () => {
    const reason = "NetBox denied plugin settings access; grant view_proxboxpluginsettings to the service account.";
    expect(problem(503, { status: "unready", init_ok: true, reason })).toMatchObject({
      message: reason,
      state: "unready",
    });
  });

  it("of somebody else is named as such", () => {
    const page = readProblem(502, "<html><title>502 Bad Gateway</title></html>", "text/html");
    expect(page.message).toBe("HTTP 502 with an HTML page: something other than proxbox-api answers at this address");
    expect(readProblem(500, " it broke \n", "text/plain").message).toBe("it broke");
    expect(readProblem(500, "", "").message).toBe("HTTP 500");
    expect(readProblem(500, "[1,2]", "application/json").message).toBe("[1,2]");
  });

  it("loses every secret", () => {
    rememberSecret("hunter2-hunter2");
    const shown = problem(400, {
      message: "login with hunter2-hunter2 failed",
      detail: "PVEAPIToken=root@pam!sync=aaaa-bbbb",
    });
    expect(shown.message).toBe("login with [redacted] failed");
    expect(shown.detail).not.toContain("aaaa-bbbb");
    expect(readProblem(500, "hunter2-hunter2", "text/plain").message).toBe("[redacted]");
  });
});
