/** Sign and name of the console; whoever shows it decides whether it leads home. */
export function Brand() {
  return (
    <>
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" className="shrink-0">
        <rect width="18" height="18" rx="5" className="fill-accent" />
        <path d="M18 0v13a5 5 0 0 1-5 5H0z" fill="#e57000" />
      </svg>
      Proxbox Console
    </>
  );
}
