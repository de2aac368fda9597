"use client";

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="mx-auto max-w-xl px-5 py-16">
      <h1 className="text-lg font-semibold">This page could not be shown</h1>
      <p className="mt-2 text-muted">
        The console could not read what it needed, most often because its database is away. The details are in the log
        of the web process{error.digest ? `, under ${error.digest}` : ""}.
      </p>
      <button type="button" onClick={reset} className="mt-4 rounded-md border border-line-strong px-3 py-1 font-medium">
        Try again
      </button>
    </div>
  );
}
