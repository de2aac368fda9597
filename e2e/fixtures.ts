import { type BrowserContext, test as base, type Page } from "@playwright/test";
import type { Role } from "#lib/auth/schema";
import { type Scene, setScene } from "./pages.ts";
import { openWorld, type World } from "./world.ts";

export { expect } from "@playwright/test";
export { PASSWORD } from "./world.ts";

type TestFixtures = {
  /** Signs this test's browser in as the user of a role; returns its page, still empty. */
  login: (role: Role) => Promise<Page>;
  /** One more browser, signed in as the user of a role. */
  another: (role: Role) => Promise<Page>;
  /** Faults of the simulated services end with the test that asked for them. */
  calm: undefined;
};

type WorkerFixtures = {
  world: World;
  /** What the pages tell of; it stays in the world of the tests after. */
  scene: Scene;
};

/** What a journey asks for by name. */
export type Fixtures = TestFixtures & WorkerFixtures;

export const test = base.extend<TestFixtures, WorkerFixtures>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use, info) => {
      const world = await openWorld(info.parallelIndex);
      await use(world);
      await world.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],

  scene: [async ({ world }, use) => use(await setScene(world)), { scope: "worker", timeout: 180_000 }],

  baseURL: async ({ world }, use) => use(world.url),

  calm: [
    async ({ world }, use, info) => {
      await use(undefined);
      world.sim.control.clearFaults();
      world.sim.control.mendNetbox();
      if (info.status === info.expectedStatus) return;
      await info.attach("web", { body: world.web.output(), contentType: "text/plain" });
      await info.attach("worker", { body: world.worker.output(), contentType: "text/plain" });
    },
    { auto: true },
  ],

  login: async ({ world, context, page }, use) => {
    await use(async (role) => {
      await signIn(world, context, role);
      return page;
    });
  },

  another: async ({ world, browser, baseURL, javaScriptEnabled }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role) => {
      const context = await browser.newContext({ baseURL, javaScriptEnabled });
      contexts.push(context);
      await signIn(world, context, role);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

async function signIn(world: World, context: BrowserContext, role: Role): Promise<void> {
  await context.clearCookies();
  await context.addCookies([await world.session(role)]);
}
