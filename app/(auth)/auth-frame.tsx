import type { ReactNode } from "react";
import { Panel } from "#ui/panel";
import { Brand } from "../_shell/brand.tsx";

/** The frame of the pages that strangers see. */
export function AuthFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center px-4 pb-[18vh] pt-10">
      <p className="mb-4 flex items-center gap-2 text-base font-semibold">
        <Brand />
      </p>
      <Panel className="px-5 pb-5 pt-4">
        <h1 className="mb-3 text-lg font-semibold tracking-tight">{title}</h1>
        {children}
      </Panel>
    </main>
  );
}
