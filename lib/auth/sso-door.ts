import { keyring } from "../crypto/keyring.ts";
import { AppError, errorMessage } from "../errors.ts";
import { readCookie, serializeCookie, ssoCookieName } from "../http/cookies.ts";
import { formDone, refusedAt } from "../http/form-state.ts";
import { localPath, type RequestFacts, requestFacts } from "../http/request-facts.ts";
import { type Runtime, runtime } from "../runtime.ts";
import { deviceCookie, sessionCookie } from "./sign-in-form.ts";
import { CALLBACK_PATH, finishSso, startSso } from "./sso.ts";
import { JOURNEY_MS, readJourney } from "./sso-journey.ts";
import { hasSso } from "./sso-provider.ts";

/** The way to the provider: a link and not a form, because forms may go nowhere but here (`form-action`). */
export function leaveForProvider(request: Request): Promise<Response> {
  return orToLogin(request, async ({ open, facts }) => {
    const query = new URL(request.url).searchParams;
    const next = localPath(query.get("next"));
    const { location, cookie } = await startSso(open.env, {
      origin: facts.origin,
      next,
      isAgain: query.get("again") === "true",
    });
    const headers = { location, "cache-control": "no-store", "set-cookie": ssoCookie(cookie, facts) };
    return new Response(null, { status: 303, headers });
  });
}

/** The way back: a session for whom the provider vouches for, or the reason why not at the sign-in page. */
export function comeFromProvider(request: Request): Promise<Response> {
  return orToLogin(request, async ({ open, facts }) => {
    const journey = readJourney(keyring(), readCookie(request.headers, ssoCookieName(facts.isSecure)));
    if (!journey)
      throw new AppError("unauthenticated", "This sign-in was not begun in this browser, or too long ago. Try again.");
    const { token, username } = await finishSso(open, {
      callback: new URL(`${CALLBACK_PATH}${new URL(request.url).search}`, facts.origin),
      journey,
      address: facts.address ?? null,
      userAgent: request.headers.get("user-agent"),
    });
    const done = formDone(localPath(journey.next), facts);
    done.headers.append("set-cookie", sessionCookie(token, facts));
    done.headers.append("set-cookie", deviceCookie(username, facts));
    return done;
  });
}

type Entered = { open: Runtime; facts: RequestFacts };

async function orToLogin(request: Request, work: (entered: Entered) => Promise<Response>): Promise<Response> {
  const open = runtime();
  const facts = requestFacts(request.headers, open.env.CONSOLE_PUBLIC_URL);
  let answer: Response;
  try {
    if (!hasSso(open.env)) throw new AppError("not_found", "Single sign-on is not set up here.");
    answer = await work({ open, facts });
  } catch (error) {
    const isKnown = error instanceof AppError;
    open.log[isKnown ? "info" : "error"]({ err: error }, "single sign-on");
    answer = refusedAt("/login", isKnown ? errorMessage(error) : "Single sign-on failed inside the console.", facts);
  }
  const hasNewJourney = answer.headers.get("set-cookie")?.includes(ssoCookieName(facts.isSecure));
  if (!hasNewJourney) answer.headers.append("set-cookie", ssoCookie("", facts));
  return answer;
}

function ssoCookie(value: string, { isSecure }: RequestFacts): string {
  const maxAgeS = value === "" ? 0 : JOURNEY_MS / 1000;
  return serializeCookie(ssoCookieName(isSecure), value, { maxAgeS, isSecure });
}
