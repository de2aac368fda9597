import { expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import lock from "../package-lock.json" with { type: "json" };

const EXACT = /^\d+\.\d+\.\d+$/;

it("every dependency has one exact version, and every package that is installed the checksum of its content", () => {
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(wanted.length).toBeGreaterThan(30);
  expect(wanted.filter(([, version]) => !EXACT.test(version))).toEqual([]);
  const { "": root, ...installed } = lock.packages as Record<string, { integrity?: string; inBundle?: boolean }>;
  expect(root).toBeDefined();
  expect(wanted.filter(([name]) => !(`node_modules/${name}` in installed))).toEqual([]);
  // What is in a bundle has the checksum of the package around it.
  const own = Object.entries(installed).filter(([, { inBundle }]) => !inBundle);
  const unchecked = own.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"));
  expect(unchecked).toEqual([]);
});
