import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LiveRegion } from "./live-region.tsx";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

it("reads out the newest change, and at most one in five seconds", async () => {
  const { rerender, container } = render(<LiveRegion text="Devices is running." />);
  const said = () => container.querySelector("[aria-live=polite]")?.textContent;
  await pass(0);
  expect(said()).toBe("Devices is running.");
  rerender(<LiveRegion text="Storage is running." />);
  await pass(3_000);
  rerender(<LiveRegion text="Snapshots is running." />);
  await pass(1_999);
  expect(said()).toBe("Devices is running.");
  await pass(1);
  expect(said()).toBe("Snapshots is running.");
  expect(screen.queryByText("Storage is running.")).toBeNull();
});
