import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disguised, insideIpv6, neverIpv4, neverIpv6, spellings, wrapped } from "../testing/forbidden-addresses.ts";
import { isDisguisedAddress, type NetworkPolicy, parseAddress, refuseAddress, refusePort } from "./addresses.ts";
import { assertUrlAllowed } from "./connect.ts";

/** As open as a policy can be: what is refused here is refused everywhere. */
const everything: NetworkPolicy = { allowed: ["0.0.0.0/0", "::/0"], allowPublic: true, variable: "NETBOX_NETWORKS" };
const inside: NetworkPolicy = {
  allowed: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1/128", "fc00::/7"],
  allowPublic: false,
  variable: "BACKEND_NETWORKS",
};
const netbox: NetworkPolicy = { ...inside, allowPublic: true, variable: "NETBOX_NETWORKS" };

describe("addresses that are never used", () => {
  const corpus = [...neverIpv4, ...neverIpv6, ...wrapped];

  it("are refused by a policy that allows everything, in every way to write them", () => {
    expect(corpus.length + disguised.length).toBeGreaterThanOrEqual(200);
    expect(corpus.filter((address) => refuseAddress(address, everything) === null)).toEqual([]);
  });

  it("are refused as the host of a URL", () => {
    const literals = corpus
      .map((address) => address.replace(/^\[|\]$/g, ""))
      .filter((address) => !address.includes("%"));
    const urls = literals.map((address) => new URL(`http://${address.includes(":") ? `[${address}]` : address}:8800/`));
    expect(urls.filter((url) => !isRefused(url, everything)).map(String)).toEqual([]);
  });

  it("hide behind no number, hexadecimal, octal or full-width spelling", () => {
    expect(disguised.filter((host) => !isDisguisedAddress(host))).toEqual([]);
    expect(disguised.filter((host) => refuseAddress(host, everything) === null)).toEqual([]);
    const hidden = ["169.254.169.254", "100.100.100.200", "168.63.129.16"].flatMap(spellings);
    const urls = hidden.map((host) => `http://${host}/`).filter((url) => URL.canParse(url));
    expect(urls.length).toBeGreaterThan(20);
    expect(urls.filter((url) => !isRefused(new URL(url), everything))).toEqual([]);
  });

  it("stay refused whatever IPv6 form carries them", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, fc.constantFrom(...insideIpv6), (c, d, wrap) => {
        expect(refuseAddress(wrap(`169.254.${c}.${d}`), everything)).not.toBeNull();
      }),
    );
  });
});

function isRefused(url: URL, policy: NetworkPolicy): boolean {
  try {
    assertUrlAllowed(url, policy);
    return false;
  } catch {
    return true;
  }
}

describe("the networks of backends", () => {
  it("hold private, shared, loopback and unique local addresses", () => {
    const usable = ["10.0.0.1", "172.31.255.254", "192.168.1.1", "100.64.0.1", "127.0.0.1", "::1", "[::1]", "fd12::1"];
    expect(usable.filter((address) => refuseAddress(address, inside) !== null)).toEqual([]);
    expect(insideIpv6.map((wrap) => refuseAddress(wrap("10.0.0.1"), inside)).filter(Boolean)).toEqual([]);
  });

  it("hold nothing else", () => {
    const outside = [
      ...["8.8.8.8", "1.1.1.1", "172.32.0.1", "172.15.255.255", "192.169.0.1", "11.0.0.1", "100.128.0.1", "198.18.0.1"],
      ...["192.0.2.1", "198.51.100.7", "203.0.113.9", "240.0.0.1", "192.88.99.1", "2606:4700::1111", "2a00:1450::1"],
      ...["2001:db8::1", "fec0::1", "100::1", "5f00::1", "3fff::1", "4000::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"],
      ...["2002:808:808::1", "::8.8.8.8"],
    ];
    expect(outside.filter((address) => refuseAddress(address, inside) === null)).toEqual([]);
  });

  it("name the variable and the CIDR that would let an address in", () => {
    expect(refuseAddress("203.0.113.9", inside)).toBe(
      "203.0.113.9 is outside the allowed networks; add 203.0.113.9/32 to BACKEND_NETWORKS to allow it",
    );
    expect(refuseAddress("2606:4700::1111", inside)).toContain("add 2606:4700::1111/128 to BACKEND_NETWORKS");
    expect(refuseAddress("203.0.113.9", { ...inside, allowed: ["203.0.113.9"] })).toBeNull();
    expect(refuseAddress("203.0.113.9", { ...inside, allowed: ["203.0.113.0/24"] })).toBeNull();
  });
});

describe("the networks of NetBox", () => {
  it("add the public internet and no special range", () => {
    expect(["8.8.8.8", "2606:4700::1111"].filter((address) => refuseAddress(address, netbox) !== null)).toEqual([]);
    const special = [
      "198.18.0.1",
      "203.0.113.9",
      "240.0.0.1",
      "2001:db8::1",
      "fec0::1",
      "100::1",
      "5f00::1",
      "4000::1",
    ];
    expect(special.filter((address) => refuseAddress(address, netbox) === null)).toEqual([]);
  });
});

describe("hosts", () => {
  it("are names or plain addresses", () => {
    const plain = ["proxbox.example.org", "pve1", "10.0.0.1", "0x.example", "127.0.0.1.nip.io", "1password.com", "a-1"];
    expect(plain.filter(isDisguisedAddress)).toEqual([]);
    expect(
      ["010.000.000.001", "1.2.3.4.5", "256.1.1.1", "pve.1", "0x7f"].filter((host) => !isDisguisedAddress(host)),
    ).toEqual([]);
    expect(["pve1", "2130706433", "010.0.0.1", "127.1"].map(parseAddress)).toEqual([null, null, null, null]);
  });
});

describe("ports", () => {
  it("are numbers from 1 to 65535 that no other kind of service owns", () => {
    expect([80, 443, 8000, 8006, 8800, 65_535].map(refusePort)).toEqual([null, null, null, null, null, null]);
    expect([0, -1, 65_536, 1.5, Number.NaN].map(refusePort).every((reason) => reason?.includes("1 to 65535"))).toBe(
      true,
    );
    expect([22, 25, 465, 587, 6667].map(refusePort).every((reason) => reason?.includes("another kind"))).toBe(true);
  });
});
