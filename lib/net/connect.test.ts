import { type Dispatcher, request } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { testCertificate } from "../testing/certificate.ts";
import { failure, json, type ServeOptions, serve } from "../testing/http-server.ts";
import type { NetworkPolicy } from "./addresses.ts";
import { assertUrlAllowed, guardedAgent, type Resolve, type TlsPolicy } from "./connect.ts";

const onlyLoopback: NetworkPolicy = { allowed: ["127.0.0.1/32"], allowPublic: false, variable: "BACKEND_NETWORKS" };
const verified: TlsPolicy = { verifySsl: true };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A resolver that gives one scripted answer per look-up and counts them. */
function scripted(...answers: string[][]): { resolve: Resolve; asked: string[] } {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, _options, callback) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { resolve, asked };
}

function agent(resolve?: Resolve, tls: TlsPolicy = verified, policy = onlyLoopback): Dispatcher {
  const made = guardedAgent(policy, tls, resolve);
  closers.push(() => made.destroy());
  return made;
}

async function listening(options: ServeOptions = {}) {
  const server = await serve((_request, response) => json(response, 200, { host: options.host }), options);
  closers.push(server.close);
  return server;
}

describe("a guarded connection", () => {
  it("is made to the address that was checked, whatever the name means a moment later", async () => {
    const good = await listening();
    const { resolve, asked } = scripted(["127.0.0.1"], ["169.254.169.254"]);
    const answer = await request(`http://rebinding.example:${good.port}/`, { dispatcher: agent(resolve) });
    expect(await answer.body.json()).toEqual({});
    expect(asked).toEqual(["rebinding.example"]);
    expect(good.seen[0]?.headers.host).toBe(`rebinding.example:${good.port}`);
  });

  it("is refused when a name moves to a forbidden address between two connections", async () => {
    const good = await listening();
    const inner = await listening({ host: "127.0.0.2", port: good.port });
    const { resolve, asked } = scripted(["127.0.0.1"], ["127.0.0.2"]);
    const url = `http://rebinding.example:${good.port}/`;
    const first = await request(url, { dispatcher: agent(resolve), headers: { connection: "close" } });
    await first.body.dump();
    const error = await failure(request(url, { dispatcher: agent(resolve) }));
    expect(error.message).toContain("add 127.0.0.2/32 to BACKEND_NETWORKS");
    expect(asked).toHaveLength(2);
    expect(inner.seen).toEqual([]);
  });

  it("is refused when one of several addresses is forbidden", async () => {
    const good = await listening();
    for (const addresses of [
      ["127.0.0.1", "169.254.169.254"],
      ["fd00:ec2::254", "127.0.0.1"],
      ["127.0.0.1", "::ffff:169.254.169.254"],
    ]) {
      const { resolve } = scripted(addresses);
      const error = await failure(request(`http://two.example:${good.port}/`, { dispatcher: agent(resolve) }));
      expect(error).toMatchObject({ code: "EADDRREFUSED" });
    }
    expect(good.seen).toEqual([]);
  });

  it("is refused when a name has no address", async () => {
    const { resolve } = scripted([]);
    const error = await failure(request("http://nothing.example:8800/", { dispatcher: agent(resolve) }));
    expect(error.message).toBe("nothing.example has no address");
  });

  it("resolves real names", async () => {
    const good = await listening();
    const policy = { ...onlyLoopback, allowed: ["127.0.0.0/8", "::1/128"] };
    const dispatcher = agent(undefined, verified, policy);
    const answer = await request(`http://localhost:${good.port}/`, { dispatcher });
    expect(answer.statusCode).toBe(200);
  });

  it("follows no redirect", async () => {
    const target = await listening();
    const server = await serve((_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${target.port}/` }).end();
    });
    closers.push(server.close);
    const answer = await request(`http://127.0.0.1:${server.port}/`, { dispatcher: agent() });
    expect(answer.statusCode).toBe(307);
    expect(target.seen).toEqual([]);
  });
});

describe("TLS", () => {
  it("trusts CONSOLE_CA_FILE besides the public roots, for names and addresses", async () => {
    const certificate = await testCertificate("backend.example");
    closers.push(certificate.remove);
    const server = await listening({ tls: certificate });
    const { resolve } = scripted(["127.0.0.1"]);
    const trusting = agent(resolve, { verifySsl: true, caFile: certificate.caFile });
    for (const host of ["backend.example", "127.0.0.1"]) {
      const answer = await request(`https://${host}:${server.port}/`, { dispatcher: trusting });
      expect(answer.statusCode).toBe(200);
    }
    const other = await failure(request(`https://other.example:${server.port}/`, { dispatcher: trusting }));
    expect(other).toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    const plain = await failure(request(`https://backend.example:${server.port}/`, { dispatcher: agent(resolve) }));
    expect(plain).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(server.seen).toHaveLength(2);
  });

  it("accepts any certificate when the endpoint says so", async () => {
    const certificate = await testCertificate();
    closers.push(certificate.remove);
    const server = await listening({ tls: certificate });
    const dispatcher = agent(undefined, { verifySsl: false });
    const answer = await request(`https://127.0.0.1:${server.port}/`, { dispatcher });
    expect(answer.statusCode).toBe(200);
  });

  it("names the variable when its file cannot be read", () => {
    expect(() => guardedAgent(onlyLoopback, { verifySsl: true, caFile: "/nowhere/ca.pem" })).toThrow(
      "CONSOLE_CA_FILE cannot be read: /nowhere/ca.pem",
    );
  });
});

describe("a URL", () => {
  it("is refused for its scheme, its port and its literal address", () => {
    const refusal = (url: string) => {
      try {
        assertUrlAllowed(new URL(url), onlyLoopback);
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : "";
      }
    };
    expect(refusal("http://127.0.0.1:8800/health")).toBeNull();
    expect(refusal("https://name.example/")).toBeNull();
    expect(refusal("ftp://name.example/")).toContain("use http or https");
    expect(refusal("http://name.example:22/")).toContain("port 22");
    expect(refusal("http://169.254.169.254/latest/meta-data")).toContain("is never used");
    expect(refusal("http://[::ffff:10.0.0.1]/")).toContain("add 10.0.0.1/32 to BACKEND_NETWORKS");
  });
});
