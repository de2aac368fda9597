import { Banner } from "#ui/panel";

const MAX_NAMED = 8;

/** What was refused of an action on several things, each with its reason. */
export function Refusal({ message, errors }: { message: string; errors: Record<string, string[]> }) {
  const reasons = [...new Set(Object.values(errors).flat())];
  return (
    <Banner tone="bad">
      <p className="font-semibold">{message}</p>
      <ul className="list-inside list-disc">
        {reasons.slice(0, MAX_NAMED).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {reasons.length > MAX_NAMED && <p>and {reasons.length - MAX_NAMED} more.</p>}
    </Banner>
  );
}
