import { defineConfig } from "vitest/config";

const shared = {
  exclude: ["node_modules/**", ".next/**", "e2e/**"],
  pool: "forks" as const,
  // A busy machine is no failure.
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: ["{app,lib,db,workers,bin,chaos,bench}/**/*.test.ts"],
          exclude: [...shared.exclude, "**/*.db.test.ts"],
        },
      },
      {
        test: {
          ...shared,
          name: "db",
          include: ["{app,lib,db,workers,bin,bench}/**/*.db.test.ts"],
          globalSetup: ["./db/testing-setup.ts"],
        },
      },
      {
        test: {
          ...shared,
          name: "dom",
          environment: "jsdom",
          include: ["{app,lib}/**/*.test.tsx"],
        },
      },
    ],
  },
});
