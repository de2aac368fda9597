import { describe, expect, it } from "vitest";
import { testCertificate } from "../testing/certificate.ts";
import { closedPort, serve } from "../testing/http-server.ts";
import { explainCertificate, probeLayers } from "./layers.ts";

const policy = { allowed: ["127.0.0.0/8", "::1/128"], allowPublic: false, variable: "BACKEND_NETWORKS" };
const states = (layers: { name: string; status: string }[]) => layers.map(({ name, status }) => `${name} ${status}`);

describe("the layers below HTTP", () => {
  it("tells name, port and certificate apart", async () => {
    const server = await serve((_, response) => void response.end(), { tls: await testCertificate() });
    const layers = await probeLayers(`https://localhost:${server.port}`, policy);
    expect(states(layers)).toEqual(["dns success", "tcp success", "tls success"]);
    await server.close();
  });

  it("stops at the first layer that fails", async () => {
    expect(states(await probeLayers("http://no-such-host.invalid:8800", policy))).toEqual(["dns error"]);
    const port = await closedPort();
    expect(states(await probeLayers(`http://127.0.0.1:${port}`, policy))).toEqual(["dns success", "tcp error"]);
  });

  it("says when a port does not speak TLS", async () => {
    const server = await serve((_, response) => void response.end());
    const layers = await probeLayers(`https://127.0.0.1:${server.port}`, policy);
    expect(layers.at(-1)).toMatchObject({ name: "tls", status: "error" });
    await server.close();
  });

  it("opens no connection to a network that is not allowed", async () => {
    const [dns] = await probeLayers("http://169.254.169.254", policy);
    expect(dns).toMatchObject({ name: "dns", status: "error" });
  });

  it("warns before a certificate expires", () => {
    const certificate = { subject: { CN: "pve" }, valid_to: "Dec 10 00:00:00 2026 GMT" } as never;
    const at = (day: string) => explainCertificate(certificate, new Date(`${day}T00:00:00Z`)).status;
    expect([at("2026-09-01"), at("2026-12-01"), at("2026-12-11")]).toEqual([undefined, "warning", "warning"]);
  });
});
