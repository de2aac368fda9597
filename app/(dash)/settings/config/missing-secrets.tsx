import type { Ctx } from "#lib/ctx";
import { listEndpoints } from "#lib/endpoints/list";
import { missingSecret } from "#lib/endpoints/missing-secret";
import { endpointKinds, kindTitles } from "#lib/endpoints/schema";
import { Link } from "#ui/link";
import { Banner } from "#ui/panel";

/** Endpoints that an import made and that nothing uses until somebody enters their secret. */
export async function MissingSecrets({ ctx }: { ctx: Ctx }) {
  const endpoints = (await Promise.all(endpointKinds.map((kind) => listEndpoints(ctx, kind)))).flat();
  const missing = endpoints.filter((endpoint) => missingSecret(endpoint) !== null);
  if (missing.length === 0) return null;
  return (
    <Banner tone="warn">
      <p className="font-semibold">These are not used until you enter their secret:</p>
      <ul className="list-disc pl-5">
        {missing.map((endpoint) => (
          <li key={`${endpoint.kind} ${endpoint.id}`}>
            <Link href={`/endpoints/${endpoint.kind}/${endpoint.id}/edit`}>{endpoint.name}</Link>:{" "}
            {kindTitles[endpoint.kind].one}, {missingSecret(endpoint)}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
