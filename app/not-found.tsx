import { LinkButton } from "#ui/button";
import { Brand } from "./_shell/brand.tsx";

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-5 py-16">
      <p className="mb-6 flex items-center gap-2 text-base font-semibold">
        <Brand />
      </p>
      <h1 className="text-lg font-semibold tracking-tight">This page does not exist</h1>
      <p className="mb-4 mt-1 text-muted">The address may be mistyped, or the object was deleted.</p>
      <LinkButton href="/">Go to the home page</LinkButton>
    </main>
  );
}
