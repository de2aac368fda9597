export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-5 py-16">
      <h1 className="text-lg font-semibold">This page does not exist</h1>
      <p className="mt-2 text-muted">The address may be mistyped, or the object was deleted.</p>
      <p className="mt-4">
        <a href="/">Go to the home page</a>
      </p>
    </main>
  );
}
