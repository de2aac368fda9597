import type { ReactNode } from "react";
import { Panel } from "#ui/panel";

/** The frame of the pages that strangers see. */
export function AuthFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center px-4 py-10">
      <p className="mb-3 text-sm font-semibold text-muted">Proxbox Console</p>
      <h1 className="mb-4 text-xl font-semibold">{title}</h1>
      <Panel>{children}</Panel>
    </main>
  );
}
